; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (property_identifier)
  (type_identifier)
  (shorthand_property_identifier)
] @reference

; Names that are bound here.
(required_parameter pattern: (identifier) @local)
(optional_parameter pattern: (identifier) @local)
(arrow_function parameter: (identifier) @local)
(catch_clause parameter: (identifier) @local)
(for_in_statement kind: _ left: (identifier) @local)
(assignment_pattern left: (identifier) @local)
(rest_pattern (identifier) @local)
(array_pattern (identifier) @local)
(pair_pattern value: (identifier) @local)
(type_parameter name: (type_identifier) @local)
(index_signature name: (identifier) @local)
(function_type parameters: (formal_parameters (required_parameter pattern: (identifier) @local)))

(comment) @comment
(decorator) @decorator
(export_statement declaration: (_) @wrapped) @wrapper
(ambient_declaration (declaration) @wrapped) @wrapper

; Functions, and variables with all that they may hold.
(function_declaration name: (_) @name) @definition.function
(generator_function_declaration name: (_) @name) @definition.function
(function_signature name: (_) @name) @definition.function

(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.constant
(lexical_declaration kind: "let" (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.variable
(variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.variable
(lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @value) @part) @definition.function
(variable_declaration (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @value) @part) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (class) @value) @part) @definition.class
(lexical_declaration (variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @name (pair_pattern value: (identifier) @name)])) @part) @definition.constant

; Methods of an object that has a name.
(variable_declarator value: (object [
  (method_definition name: (property_identifier) @name)
  (pair key: (property_identifier) @name value: [(arrow_function) (function_expression)] @value)
] @definition.method))

; Types and their members.
(class_declaration name: (_) @name) @definition.class
(abstract_class_declaration name: (_) @name) @definition.class
(interface_declaration name: (_) @name) @definition.interface
(type_alias_declaration name: (_) @name) @definition.type
(enum_declaration name: (_) @name) @definition.enum
(enum_body name: [(property_identifier) (string)] @name @definition.enumMember)
(enum_assignment name: [(property_identifier) (string)] @name) @definition.enumMember
(internal_module name: (_) @name) @definition.module
(module name: (_) @name) @definition.module

(class_body [
  (method_definition name: [(property_identifier) (private_property_identifier) (string)] @name)
  (method_signature name: [(property_identifier) (private_property_identifier) (string)] @name)
  (abstract_method_signature name: [(property_identifier) (private_property_identifier) (string)] @name)
] @definition.method)
(public_field_definition name: [(property_identifier) (private_property_identifier) (string)] @name value: (_)? @value) @definition.field
(public_field_definition name: [(property_identifier) (private_property_identifier) (string)] @name value: [(arrow_function) (function_expression)] @value) @definition.method
(required_parameter (accessibility_modifier) pattern: (identifier) @name) @definition.field
(required_parameter "readonly" pattern: (identifier) @name) @definition.field

(interface_body [
  (property_signature name: [(property_identifier) (string)] @name) @definition.field
  (method_signature name: [(property_identifier) (string)] @name) @definition.method
])
(type_alias_declaration value: [
  (object_type [
    (property_signature name: [(property_identifier) (string)] @name) @definition.field
    (method_signature name: [(property_identifier) (string)] @name) @definition.method
  ])
  (intersection_type (object_type [
    (property_signature name: [(property_identifier) (string)] @name) @definition.field
    (method_signature name: [(property_identifier) (string)] @name) @definition.method
  ]))
])

; What a module exports beside its exported definitions.
(export_statement !source (export_clause (export_specifier name: (identifier) @exported)))
(export_statement value: (identifier) @exported)
(export_statement "default" @name value: (_) @value) @definition.constant
(export_statement "default" @name value: [(arrow_function) (function_expression) (generator_function)] @value) @definition.function
(export_statement "default" @name value: (class) @value) @definition.class
