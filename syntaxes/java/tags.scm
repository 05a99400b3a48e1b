; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (type_identifier)
] @reference

; Names that are bound here.
(formal_parameter name: (identifier) @local)
(spread_parameter (variable_declarator name: (identifier) @local))
(local_variable_declaration declarator: (variable_declarator name: (identifier) @local))
(catch_formal_parameter name: (identifier) @local)
(enhanced_for_statement name: (identifier) @local)
(resource name: (identifier) @local)
(lambda_expression parameters: (identifier) @local)
(inferred_parameters (identifier) @local)
(instanceof_expression name: (identifier) @local)
(type_pattern (identifier) @local)
(type_parameter (type_identifier) @local)

[(line_comment) (block_comment)] @comment
(modifiers [(marker_annotation) (annotation)] @decorator)
(package_declaration [(identifier) (scoped_identifier)] @package)

(class_declaration name: (_) @name) @definition.class
(record_declaration name: (_) @name) @definition.class
(interface_declaration name: (_) @name) @definition.interface
(annotation_type_declaration name: (_) @name) @definition.interface
(enum_declaration name: (_) @name) @definition.enum
(enum_constant name: (_) @name) @definition.enumMember
(method_declaration name: (_) @name) @definition.method
(annotation_type_element_declaration name: (_) @name) @definition.method
(constructor_declaration name: (_) @name) @definition.method
(compact_constructor_declaration name: (_) @name) @definition.method
(record_declaration parameters: (formal_parameters (formal_parameter name: (_) @name) @definition.field))
(field_declaration declarator: (variable_declarator name: (_) @name value: (_)? @value)) @definition.field
(constant_declaration declarator: (variable_declarator name: (_) @name value: (_)? @value)) @definition.field
