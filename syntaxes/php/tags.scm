; Names that are used. Those that a pattern below defines are taken out again.
(name) @reference

; Variables belong to their function.
(variable_name (name) @local)

(comment) @comment
(attribute_list) @decorator
(namespace_definition name: (_) @package)

; Functions and constants.
(function_definition name: (name) @name) @definition.function
(const_declaration (const_element . (name) @name . (_) @value) @part) @definition.constant
((function_call_expression
  function: (name) @_define
  arguments: (arguments . (argument (string (string_content) @name)))) @definition.constant
  (#eq? @_define "define"))

; Types and their members.
(class_declaration name: (name) @name) @definition.class
(trait_declaration name: (name) @name) @definition.class
(interface_declaration name: (name) @name) @definition.interface
(enum_declaration name: (name) @name) @definition.enum
(enum_case name: (name) @name) @definition.enumMember
(method_declaration name: (name) @name) @definition.method
(property_declaration (property_element name: (variable_name (name) @name)) @part) @definition.field
(property_promotion_parameter name: (variable_name (name) @name)) @definition.field
