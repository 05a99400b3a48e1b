; A declarator nests what is declared: `*a[3]`, `(*f)(int)`. Its kinds are told by their fields: only functions have
; parameters, only what is initialised a value. A pattern that names them all takes ten times as long to compile.

; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (type_identifier)
  (field_identifier)
  (namespace_identifier)
] @reference

; Names that are bound here.
(parameter_declaration declarator: [
  (identifier) @local
  (reference_declarator (identifier) @local)
  (_ declarator: [
    (identifier) @local
    (_ declarator: (identifier) @local)
    (_ (_ declarator: (identifier) @local))
  ])
])
(optional_parameter_declaration declarator: [
  (identifier) @local
  (reference_declarator (identifier) @local)
  (_ declarator: (identifier) @local)
])
(variadic_parameter_declaration declarator: (_ (identifier) @local))
(for_range_loop declarator: [
  (identifier) @local
  (reference_declarator (identifier) @local)
])
(structured_binding_declarator (identifier) @local)
(preproc_params (identifier) @local)
(type_parameter_declaration (type_identifier) @local)
(variadic_type_parameter_declaration (type_identifier) @local)
(optional_type_parameter_declaration name: (type_identifier) @local)

(comment) @comment
(attribute_declaration) @attribute
(template_declaration [
  (class_specifier)
  (struct_specifier)
  (union_specifier)
  (function_definition)
  (declaration)
  (alias_declaration)
  (concept_definition)
  (template_declaration)
  (friend_declaration)
] @wrapped) @wrapper
(linkage_specification body: [(declaration) (function_definition)] @wrapped) @wrapper
(friend_declaration [(declaration) (function_definition)] @wrapped) @wrapper

; Variables, one symbol a declarator.
(declaration declarator: [
  (identifier) @name @part
  (reference_declarator (identifier) @name) @part
  (_ scope: (_) @container name: (identifier) @name) @part
  (_ !parameters !value declarator: [
    (identifier) @name
    (_ !parameters declarator: (identifier) @name)
  ]) @part
  (_ declarator: (_ (_ declarator: (identifier) @name)) parameters: (_)) @part
]) @definition.variable
(declaration declarator: (_ declarator: [
  (identifier) @name
  (reference_declarator (identifier) @name)
  (_ scope: (_) @container name: (identifier) @name)
  (_ !parameters declarator: [
    (identifier) @name
    (_ scope: (_) @container name: (identifier) @name)
    (_ !parameters declarator: (identifier) @name)
  ])
  (_ declarator: (_ (_ declarator: (identifier) @name)) parameters: (_))
] value: (_) @value) @part) @definition.variable
(declaration (type_qualifier ["const" "constexpr"]) declarator: (_ declarator: [
  (identifier) @name
  (_ scope: (_) @container name: (identifier) @name)
  (array_declarator declarator: [
    (identifier) @name
    (_ scope: (_) @container name: (identifier) @name)
    (_ !parameters declarator: (identifier) @name)
  ])
  (_ !parameters !size declarator: (array_declarator declarator: (identifier) @name))
] value: (_) @value) @part) @definition.constant
(declaration declarator: (_ declarator: (identifier) @name value: (lambda_expression) @value) @part) @definition.function

; Functions. What only declares one is its definition for who includes it. Without a type it is a macro that the parser
; takes for a function: `TEST(Stack, Pushes) { ... }`.
(declaration type: (_) declarator: [
  (_ declarator: [(identifier) (operator_name)] @name parameters: (_))
  (_ . (_ declarator: [(identifier) (operator_name)] @name parameters: (_)) .)
  (_ declarator: [
    (_ declarator: [(identifier) (operator_name)] @name parameters: (_))
    (_ declarator: (_ declarator: (identifier) @name parameters: (_)))
  ])
]) @definition.function
(function_definition type: (_) declarator: [
  (_ declarator: [(identifier) (field_identifier) (operator_name)] @name)
  (_ declarator: (_ name: (identifier) @name arguments: (_)))
  (_ . (_ declarator: [(identifier) (field_identifier) (operator_name)] @name) .)
  (_ declarator: [
    (_ declarator: [(identifier) (field_identifier) (operator_name)] @name)
    (_ declarator: (_ declarator: [(identifier) (field_identifier)] @name))
  ])
]) @definition.function
; `API(int) f(void);`: a macro that the parser takes for a function.
(ERROR . (function_declarator) . [
  (_ declarator: (identifier) @name parameters: (_))
  (_ declarator: (_ declarator: (identifier) @name parameters: (_)))
] .) @definition.function
((ERROR . (function_declarator) .) . (function_definition !type declarator: (_ declarator: (identifier) @name)) @definition.function)

; Members that are defined outside of their class.
(function_definition declarator: [
  (_ declarator: [
    (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name) (destructor_name)] @name)
    (_ name: (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name) (destructor_name)] @name))
    (_ declarator: (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name)] @name))
    (_ declarator: (_ name: (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name)] @name)))
  ])
  (_ . (_ declarator: [
    (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name)] @name)
    (_ name: (_
      scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
      name: [(identifier) (operator_name)] @name))
  ]) .)
]) @definition.method

; Macros that stand for something.
(preproc_def name: (identifier) @name value: (_) @value) @definition.macro
(preproc_function_def name: (identifier) @name) @definition.macro
(preproc_function_def name: (identifier) @name value: (_) @value) @definition.macro

; Types.
(namespace_definition name: (_) @name) @definition.module
(class_specifier name: [
  (type_identifier) @name
  (_ name: (type_identifier) @name arguments: (_))
  (_ scope: (_) @container name: (type_identifier) @name)
] body: (_)) @definition.class
(struct_specifier name: [
  (type_identifier) @name
  (_ name: (type_identifier) @name arguments: (_))
  (_ scope: (_) @container name: (type_identifier) @name)
] body: (_)) @definition.class
(union_specifier name: (type_identifier) @name body: (_)) @definition.class
(enum_specifier name: (type_identifier) @name body: (_)) @definition.enum
(enumerator name: (identifier) @name) @definition.enumMember
(concept_definition name: (identifier) @name) @definition.type
(alias_declaration name: (type_identifier) @name) @definition.type
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
; `class API Name { ... };`: a macro that the parser takes for the name.
(function_definition type: (_ name: (_) !body) . declarator: (identifier) @name) @definition.class
(function_definition type: (_ name: (_) !body) . (ERROR . (identifier) @name) declarator: (identifier)) @definition.class
(declaration declarator: (_ declarator: (_ declarator: (identifier) @name parameters: (_)) value: (number_literal))) @definition.function

; Members. `int count_ GUARDED_BY(mutex_);` has a macro that the parser takes for a function.
(field_declaration declarator: [
  (field_identifier) @name @part
  (reference_declarator (field_identifier) @name) @part
  (_ !parameters declarator: [
    (field_identifier) @name
    (_ !parameters declarator: (field_identifier) @name)
  ]) @part
]) @definition.field
(field_declaration declarator: (field_identifier) @name default_value: (_) @value) @definition.field
(field_declaration declarator: [
  (_ declarator: (_ (_ declarator: (field_identifier) @name)) parameters: (_))
  (_ declarator: (_ declarator: (_ (_ declarator: (field_identifier) @name)) parameters: (_)))
]) @definition.field
(field_declaration (ERROR . (identifier) @name) declarator: (function_declarator)) @definition.field
((field_declaration declarator: [
  (_ declarator: [(field_identifier) (operator_name)] @name parameters: (_))
  (_ . (_ declarator: [(field_identifier) (operator_name)] @name parameters: (_)) .)
  (_ declarator: [
    (_ declarator: [(field_identifier) (operator_name)] @name parameters: (_))
    (_ declarator: (_ declarator: (field_identifier) @name parameters: (_)))
  ])
]) @definition.method
  (#not-match? @name "^[A-Z0-9]+_[A-Z0-9_]+$"))
; Constructors and destructors: no type. The signature ends before the initialisers.
((field_declaration_list [
  (declaration !type declarator: (_ declarator: [(identifier) (destructor_name)] @name))
  (function_definition !type declarator: (_ declarator: [(identifier) (destructor_name)] @name))
  (template_declaration [
    (declaration !type declarator: (_ declarator: (identifier) @name)) @definition.method
    (function_definition !type declarator: (_ declarator: (identifier) @name)) @definition.method
  ])
] @definition.method)
  (#not-match? @name "^[A-Z0-9]+_[A-Z0-9_]+$"))
(function_definition declarator: (_ declarator: [
  (identifier) @name
  (_
    scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
    name: (identifier) @name)
  (_ name: (_
    scope: [(namespace_identifier) @container (_ name: (type_identifier) @container)]
    name: (identifier) @name))
]) (field_initializer_list) @cut) @definition.method
