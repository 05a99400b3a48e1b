; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (property_identifier)
  (shorthand_property_identifier)
] @reference

; Names that are bound here.
(formal_parameters (identifier) @local)
(arrow_function parameter: (identifier) @local)
(catch_clause parameter: (identifier) @local)
(for_in_statement kind: _ left: (identifier) @local)
(assignment_pattern left: (identifier) @local)
(rest_pattern (identifier) @local)
(array_pattern (identifier) @local)
(pair_pattern value: (identifier) @local)

(comment) @comment
(decorator) @decorator
(export_statement declaration: (_) @wrapped) @wrapper

; Functions, and variables with all that they may hold.
(function_declaration name: (_) @name) @definition.function
(generator_function_declaration name: (_) @name) @definition.function

(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.constant
(lexical_declaration kind: "let" (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.variable
(variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value) @part) @definition.variable
(lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @value) @part) @definition.function
(variable_declaration (variable_declarator name: (identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @value) @part) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (class) @value) @part) @definition.class
(lexical_declaration (variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @name (pair_pattern value: (identifier) @name)])) @part) @definition.constant
(variable_declaration (variable_declarator name: (object_pattern [(shorthand_property_identifier_pattern) @name (pair_pattern value: (identifier) @name)])) @part) @definition.variable

; Methods of an object that has a name.
(variable_declarator value: (object [
  (method_definition name: (property_identifier) @name)
  (pair key: (property_identifier) @name value: [(arrow_function) (function_expression)] @value)
] @definition.method))

; What is hung on something: `exports.parse = function ...`, `Parser.prototype.next = function ...`.
(program (expression_statement (assignment_expression
  left: (member_expression property: (property_identifier) @name)
  right: [(arrow_function) (function_expression) (generator_function)] @value) @definition.function))
(program (expression_statement (assignment_expression
  left: (member_expression object: (member_expression object: (identifier) @container property: (property_identifier) @_prototype) property: (property_identifier) @name)
  right: [(arrow_function) (function_expression) (generator_function)] @value) @definition.method)
  (#eq? @_prototype "prototype"))
; `module.exports = ...`, under its own name where it has one.
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @name @default)
  right: [(arrow_function) (function_expression) (generator_function)] @value) @definition.function)
  (#eq? @_module "module") (#eq? @name "exports"))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (function_expression name: (_) @name) @value) @definition.function)
  (#eq? @_module "module") (#eq? @_exports "exports"))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @name @default)
  right: (class !name) @value) @definition.class)
  (#eq? @_module "module") (#eq? @name "exports"))
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (class name: (_) @name) @value) @definition.class)
  (#eq? @_module "module") (#eq? @_exports "exports"))
((assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object [
    (method_definition name: (property_identifier) @name)
    (pair key: (property_identifier) @name value: [(arrow_function) (function_expression) (generator_function)] @value)
  ] @definition.function @public))
  (#eq? @_module "module")
  (#eq? @_exports "exports"))
((assignment_expression left: (member_expression object: (this) property: (property_identifier) @name) right: (_) @value) @member.field)

(class_declaration name: (_) @name) @definition.class
(class_body (method_definition name: [(property_identifier) (private_property_identifier) (string)] @name) @definition.method)
(field_definition property: [(property_identifier) (private_property_identifier) (string)] @name value: (_)? @value) @definition.field
(field_definition property: [(property_identifier) (private_property_identifier) (string)] @name value: [(arrow_function) (function_expression)] @value) @definition.method

; What a module exports beside its exported definitions.
(export_statement !source (export_clause (export_specifier name: (identifier) @exported)))
(export_statement value: (identifier) @exported)
(export_statement "default" @name value: (_) @value) @definition.constant
(export_statement "default" @name value: [(arrow_function) (function_expression) (generator_function)] @value) @definition.function
(export_statement "default" @name value: (class) @value) @definition.class
((assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: [
    (identifier) @exported
    (object [(shorthand_property_identifier) @exported (pair value: (identifier) @exported)])])
  (#eq? @_module "module")
  (#eq? @_exports "exports"))
((assignment_expression
  left: (member_expression object: (identifier) @_exports)
  right: (identifier) @exported)
  (#eq? @_exports "exports"))
((assignment_expression
  left: (member_expression object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports))
  right: (identifier) @exported)
  (#eq? @_module "module")
  (#eq? @_exports "exports"))
