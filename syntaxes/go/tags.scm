; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (field_identifier)
  (type_identifier)
  (package_identifier)
] @reference

; Names that are bound here.
(package_clause (package_identifier) @local)
(parameter_declaration name: (identifier) @local)
(variadic_parameter_declaration name: (identifier) @local)
(type_parameter_declaration name: (identifier) @local)
(short_var_declaration left: (expression_list (identifier) @local))
(range_clause left: (expression_list (identifier) @local))
(receive_statement left: (expression_list (identifier) @local))
(type_switch_statement alias: (expression_list (identifier) @local))

(comment) @comment
(package_clause (package_identifier) @package)

(function_declaration name: (_) @name) @definition.function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @container
    (generic_type type: (type_identifier) @container)
    (pointer_type [
      (type_identifier) @container
      (generic_type type: (type_identifier) @container)
    ])
  ]))
  name: (_) @name) @definition.method

(const_declaration (const_spec name: (identifier) @name value: (_)? @value) @part) @definition.constant
(var_declaration (var_spec name: (identifier) @name value: (_)? @value) @part) @definition.variable
(var_declaration (var_spec_list (var_spec name: (identifier) @name value: (_)? @value) @part)) @definition.variable

(type_declaration (type_alias name: (_) @name) @part) @definition.type
(type_declaration (type_spec name: (_) @name) @part) @definition.type
(type_declaration (type_spec name: (_) @name type: (struct_type)) @part) @definition.class
(type_declaration (type_spec name: (_) @name type: (interface_type "{" @cut)) @part) @definition.interface
(type_spec type: (struct_type (field_declaration_list (field_declaration name: (_) @name) @definition.field)))
(type_spec type: (interface_type (method_elem name: (_) @name) @definition.method))
