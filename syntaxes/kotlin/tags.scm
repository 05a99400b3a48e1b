; Names that are used. Those that a pattern below defines are taken out again.
(identifier) @reference

; Names that are bound here.
(parameter . (identifier) @local)
(class_parameter (identifier) @local)
(variable_declaration (identifier) @local)
(catch_block . (identifier) @local)
(type_parameter (identifier) @local)

[
  (line_comment)
  (block_comment)
] @comment
(annotation) @decorator
(package_header (qualified_identifier) @package)

; Functions. One that extends a type belongs to it.
(function_declaration name: (identifier) @name) @definition.function
(class_body (function_declaration name: (identifier) @name) @definition.method)
(enum_class_body (function_declaration name: (identifier) @name) @definition.method)
(secondary_constructor "constructor" @name) @definition.method
(function_declaration [
  (user_type (identifier) @container .)
  (user_type (identifier) @container . (type_arguments) .)
  (nullable_type (_ (identifier) @container .))
  (nullable_type (_ (identifier) @container . (type_arguments) .))
] . name: (identifier) @name) @definition.function

; Properties.
(source_file (property_declaration "val" (variable_declaration (identifier) @name)) @definition.constant)
(source_file (property_declaration "var" (variable_declaration (identifier) @name)) @definition.variable)
(source_file (property_declaration "val" (variable_declaration (identifier) @name) "=" . (_) @value) @definition.constant)
(source_file (property_declaration "var" (variable_declaration (identifier) @name) "=" . (_) @value) @definition.variable)
(class_body (property_declaration (variable_declaration (identifier) @name)) @definition.field)
(enum_class_body (property_declaration (variable_declaration (identifier) @name)) @definition.field)
(class_body (property_declaration (variable_declaration (identifier) @name) "=" . (_) @value) @definition.field)
(enum_class_body (property_declaration (variable_declaration (identifier) @name) "=" . (_) @value) @definition.field)
(property_declaration (variable_declaration (identifier) @name) (property_delegate) @cut) @definition.field
(property_declaration [
  (user_type (identifier) @container .)
  (user_type (identifier) @container . (type_arguments) .)
  (nullable_type (_ (identifier) @container .))
  (nullable_type (_ (identifier) @container . (type_arguments) .))
] . (variable_declaration (identifier) @name)) @definition.field
(class_parameter ["val" "var"] . (identifier) @name) @definition.field

; Types.
(class_declaration "class" name: (identifier) @name) @definition.class
(class_declaration "interface" name: (identifier) @name) @definition.interface
(class_declaration name: (identifier) @name (enum_class_body)) @definition.enum
(object_declaration name: (identifier) @name) @definition.class
(enum_entry (identifier) @name) @definition.enumMember
(type_alias type: (identifier) @name) @definition.type
