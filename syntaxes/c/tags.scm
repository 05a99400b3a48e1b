; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (type_identifier)
  (field_identifier)
] @reference

; Names that are bound here.
(parameter_declaration declarator: [
  (identifier) @local
  (pointer_declarator declarator: (identifier) @local)
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local))
  (array_declarator declarator: (identifier) @local)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @local)))
])
(preproc_params (identifier) @local)

(comment) @comment

; Variables, one symbol a declarator.
(declaration declarator: [
  (identifier) @name @part
  (pointer_declarator declarator: (identifier) @name) @part
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name)) @part
  (array_declarator declarator: (identifier) @name) @part
  (array_declarator declarator: (array_declarator declarator: (identifier) @name)) @part
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name)) @part
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name))) @part
]) @definition.variable
(declaration declarator: (init_declarator declarator: [
  (identifier) @name
  (pointer_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
  (array_declarator declarator: (identifier) @name)
  (array_declarator declarator: (array_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))
] value: (_) @value) @part) @definition.variable
(declaration (type_qualifier "const") declarator: (init_declarator declarator: [
  (identifier) @name
  (array_declarator declarator: (identifier) @name)
  (array_declarator declarator: (array_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
] value: (_) @value) @part) @definition.constant

; Functions. What only declares one is its definition for who includes it.
(declaration declarator: [
  (function_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
]) @definition.function
(function_definition declarator: [
  (function_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
]) @definition.function
; `API(int) f(void);`: a macro that the parser takes for a function.
(ERROR . (function_declarator) . (function_declarator declarator: (identifier) @name) .) @definition.function
(ERROR . (function_declarator) . (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)) .) @definition.function

; Macros that stand for something.
(preproc_def name: (identifier) @name value: (_) @value) @definition.macro
(preproc_function_def name: (identifier) @name) @definition.macro
(preproc_function_def name: (identifier) @name value: (_) @value) @definition.macro

; Types and their members.
(struct_specifier name: (type_identifier) @name body: (_)) @definition.class
(union_specifier name: (type_identifier) @name body: (_)) @definition.class
(enum_specifier name: (type_identifier) @name body: (_)) @definition.enum
(enumerator name: (identifier) @name) @definition.enumMember

(type_definition declarator: [
  (type_identifier) @name @part
  (pointer_declarator declarator: (type_identifier) @name) @part
  (array_declarator declarator: (type_identifier) @name) @part
]) @definition.type
(type_definition declarator: [
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))
  (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name))))
  (function_declarator declarator: (type_identifier) @name)
]) @definition.type
(type_definition type: (struct_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.class
(type_definition type: (union_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.class
(type_definition type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.enum

(field_declaration declarator: [
  (field_identifier) @name @part
  (pointer_declarator declarator: (field_identifier) @name) @part
  (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name)) @part
  (array_declarator declarator: (field_identifier) @name) @part
  (array_declarator declarator: (array_declarator declarator: (field_identifier) @name)) @part
  (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name)) @part
]) @definition.field
(field_declaration declarator: [
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))
  (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))))
]) @definition.field
