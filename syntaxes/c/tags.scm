; A declarator nests what is declared: `*a[3]`, `(*f)(int)`. Its kinds are told by their fields: only functions have
; parameters, only what is initialised a value. A pattern that names them all takes far longer to compile.

; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (type_identifier)
  (field_identifier)
] @reference

; Names that are bound here.
(parameter_declaration declarator: [
  (identifier) @local
  (_ declarator: [
    (identifier) @local
    (_ declarator: (identifier) @local)
    (_ (_ declarator: (identifier) @local))
  ])
])
(preproc_params (identifier) @local)

(comment) @comment

; Variables, one symbol a declarator.
(declaration declarator: [
  (identifier) @name @part
  (_ !parameters !value declarator: [
    (identifier) @name
    (_ !parameters declarator: (identifier) @name)
  ]) @part
  (_ declarator: (_ (_ declarator: (identifier) @name)) parameters: (_)) @part
]) @definition.variable
(declaration declarator: (_ declarator: [
  (identifier) @name
  (_ !parameters declarator: [
    (identifier) @name
    (_ !parameters declarator: (identifier) @name)
  ])
  (_ declarator: (_ (_ declarator: (identifier) @name)) parameters: (_))
] value: (_) @value) @part) @definition.variable
(declaration (type_qualifier "const") declarator: (_ declarator: [
  (identifier) @name
  (array_declarator declarator: [
    (identifier) @name
    (_ !parameters declarator: (identifier) @name)
  ])
  (_ !parameters !size declarator: (array_declarator declarator: (identifier) @name))
] value: (_) @value) @part) @definition.constant

; Functions. What only declares one is its definition for who includes it.
(declaration declarator: [
  (_ declarator: (identifier) @name parameters: (_))
  (_ declarator: [
    (_ declarator: (identifier) @name parameters: (_))
    (_ declarator: (_ declarator: (identifier) @name parameters: (_)))
  ])
]) @definition.function
(function_definition declarator: [
  (_ declarator: (identifier) @name)
  (_ declarator: [
    (_ declarator: (identifier) @name)
    (_ declarator: (_ declarator: (identifier) @name))
  ])
]) @definition.function
; `API(int) f(void);`: a macro that the parser takes for a function.
(ERROR . (function_declarator) . [
  (_ declarator: (identifier) @name parameters: (_))
  (_ declarator: (_ declarator: (identifier) @name parameters: (_)))
] .) @definition.function

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
  (_ !parameters declarator: (type_identifier) @name) @part
]) @definition.type
(type_definition declarator: [
  (_ declarator: (type_identifier) @name parameters: (_))
  (_ declarator: (_ (_ declarator: (type_identifier) @name)) parameters: (_))
  (_ declarator: (_ declarator: (_ (_ declarator: (type_identifier) @name)) parameters: (_)))
]) @definition.type
(type_definition type: (_ !name body: (_)) declarator: (type_identifier) @name) @definition.class
(type_definition type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.enum

(field_declaration declarator: [
  (field_identifier) @name @part
  (_ !parameters declarator: [
    (field_identifier) @name
    (_ !parameters declarator: (field_identifier) @name)
  ]) @part
]) @definition.field
(field_declaration declarator: [
  (_ declarator: (_ (_ declarator: (field_identifier) @name)) parameters: (_))
  (_ declarator: (_ declarator: (_ (_ declarator: (field_identifier) @name)) parameters: (_)))
]) @definition.field
