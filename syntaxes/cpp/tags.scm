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
  (pointer_declarator declarator: (identifier) @local)
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @local))
  (reference_declarator (identifier) @local)
  (array_declarator declarator: (identifier) @local)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @local)))
])
(optional_parameter_declaration declarator: [
  (identifier) @local
  (pointer_declarator declarator: (identifier) @local)
  (reference_declarator (identifier) @local)
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
  (class_specifier) @wrapped
  (struct_specifier) @wrapped
  (union_specifier) @wrapped
  (function_definition) @wrapped
  (declaration) @wrapped
  (alias_declaration) @wrapped
  (concept_definition) @wrapped
  (template_declaration) @wrapped
  (friend_declaration) @wrapped
]) @wrapper
(linkage_specification body: [(declaration) (function_definition)] @wrapped) @wrapper
(friend_declaration [(declaration) (function_definition)] @wrapped) @wrapper

; Variables, one symbol a declarator.
(declaration declarator: [
  (identifier) @name @part
  (qualified_identifier scope: (_) @container name: (identifier) @name) @part
  (pointer_declarator declarator: (identifier) @name) @part
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name)) @part
  (reference_declarator (identifier) @name) @part
  (array_declarator declarator: (identifier) @name) @part
  (array_declarator declarator: (array_declarator declarator: (identifier) @name)) @part
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name)) @part
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name))) @part
]) @definition.variable
(declaration declarator: (init_declarator declarator: [
  (identifier) @name
  (qualified_identifier scope: (_) @container name: (identifier) @name)
  (pointer_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (qualified_identifier scope: (_) @container name: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @name))
  (reference_declarator (identifier) @name)
  (array_declarator declarator: (identifier) @name)
  (array_declarator declarator: (qualified_identifier scope: (_) @container name: (identifier) @name))
  (array_declarator declarator: (array_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (identifier) @name)))
] value: (_) @value) @part) @definition.variable
(declaration (type_qualifier ["const" "constexpr"]) declarator: (init_declarator declarator: [
  (identifier) @name
  (qualified_identifier scope: (_) @container name: (identifier) @name)
  (array_declarator declarator: (identifier) @name)
  (array_declarator declarator: (qualified_identifier scope: (_) @container name: (identifier) @name))
  (array_declarator declarator: (array_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))
] value: (_) @value) @part) @definition.constant
(declaration declarator: (init_declarator declarator: (identifier) @name value: (lambda_expression) @value) @part) @definition.function

; Functions. What only declares one is its definition for who includes it.
(declaration type: (_) declarator: [
  (function_declarator declarator: [(identifier) (operator_name)] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
  (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
]) @definition.function
; Without a type it is a macro that the parser takes for a function: `TEST(Stack, Pushes) { ... }`.
(function_definition type: (_) declarator: [
  (function_declarator declarator: [(identifier) (operator_name) (template_function name: (identifier))] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
  (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
]) @definition.function
; `API(int) f(void);`: a macro that the parser takes for a function.
(ERROR . (function_declarator) . (function_declarator declarator: (identifier) @name) .) @definition.function
(ERROR . (function_declarator) . (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)) .) @definition.function

; `INLINE(int) f(void) { ... }`: the same.
((ERROR . (function_declarator) .)
  . (function_definition !type declarator: (function_declarator declarator: (identifier) @name)) @definition.function)

; Members that are defined outside of their class.
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name) (destructor_name)] @name))
  (function_declarator declarator: (qualified_identifier name: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name) (destructor_name)] @name)))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name)] @name)))
  (pointer_declarator declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name)] @name))))
  (reference_declarator (function_declarator declarator: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name)] @name)))
  (reference_declarator (function_declarator declarator: (qualified_identifier name: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: [(identifier) (operator_name)] @name))))
]) @definition.method

; Macros that stand for something.
(preproc_def name: (identifier) @name value: (_) @value) @definition.macro
(preproc_function_def name: (identifier) @name) @definition.macro
(preproc_function_def name: (identifier) @name value: (_) @value) @definition.macro

; Types.
(namespace_definition name: (_) @name) @definition.module
(class_specifier name: [(type_identifier) @name (template_type name: (_) @name)] body: (_)) @definition.class
(struct_specifier name: [(type_identifier) @name (template_type name: (_) @name)] body: (_)) @definition.class
(union_specifier name: (type_identifier) @name body: (_)) @definition.class
(class_specifier name: (qualified_identifier scope: (_) @container name: (type_identifier) @name) body: (_)) @definition.class
(struct_specifier name: (qualified_identifier scope: (_) @container name: (type_identifier) @name) body: (_)) @definition.class
(enum_specifier name: (type_identifier) @name body: (_)) @definition.enum
(enumerator name: (identifier) @name) @definition.enumMember
(concept_definition name: (identifier) @name) @definition.type
(alias_declaration name: (type_identifier) @name) @definition.type
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
; `class API Name { ... };`: a macro that the parser takes for the name.
(function_definition type: [(class_specifier !body) (struct_specifier !body)] . declarator: (identifier) @name) @definition.class
(function_definition type: [(class_specifier !body) (struct_specifier !body)] . (ERROR . (identifier) @name) declarator: (identifier)) @definition.class

; Members.
(field_declaration declarator: [
  (field_identifier) @name @part
  (pointer_declarator declarator: (field_identifier) @name) @part
  (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name)) @part
  (reference_declarator (field_identifier) @name) @part
  (array_declarator declarator: (field_identifier) @name) @part
  (array_declarator declarator: (array_declarator declarator: (field_identifier) @name)) @part
  (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name)) @part
]) @definition.field
(field_declaration declarator: (field_identifier) @name default_value: (_) @value) @definition.field
(field_declaration (type_qualifier ["const" "constexpr"]) declarator: (field_identifier) @name default_value: (_) @value) @definition.constant
(field_declaration declarator: [
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))
  (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name))))
]) @definition.field
; `int count_ GUARDED_BY(mutex_);`
(field_declaration (ERROR . (identifier) @name) declarator: (function_declarator)) @definition.field
((field_declaration declarator: [
  (function_declarator declarator: [(field_identifier) (operator_name)] @name)
  (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name))
  (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name)))
  (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))
]) @definition.method
  (#not-match? @name "^[A-Z0-9]+_[A-Z0-9_]+$"))
((field_declaration_list [
  (function_definition declarator: [
    (function_declarator declarator: [(identifier) (field_identifier) (operator_name) (destructor_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name)))
    (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))
  ])
  (declaration declarator: [
    (function_declarator declarator: [(identifier) (destructor_name)] @name)
  ])
] @definition.method)
  (#not-match? @name "^[A-Z0-9]+_[A-Z0-9_]+$"))
(field_declaration_list (template_declaration [
  (function_definition declarator: [
    (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name))
    (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name))
  ])
  (declaration declarator: [
    (function_declarator declarator: [(identifier) (operator_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(identifier) (operator_name)] @name))
    (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
  ])
] @definition.method))
; A constructor's signature ends before its initialisers.
(function_definition
  declarator: (function_declarator declarator: (identifier) @name)
  (field_initializer_list) @cut) @definition.method
(function_definition
  declarator: (function_declarator declarator: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: (identifier) @name))
  (field_initializer_list) @cut) @definition.method
(function_definition
  declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier
    scope: [(namespace_identifier) @container (template_type name: (type_identifier) @container)]
    name: (identifier) @name)))
  (field_initializer_list) @cut) @definition.method
; Members of what the parser takes for a function with a class's body.
(function_definition
  type: [(class_specifier !body) (struct_specifier !body)]
  body: (compound_statement [
    (declaration declarator: [
      (function_declarator declarator: [(identifier) (operator_name) (destructor_name)] @name)
      (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
      (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
      (init_declarator declarator: (function_declarator declarator: (identifier) @name))
    ]) @definition.method
    (labeled_statement (declaration declarator: [
      (function_declarator declarator: [(identifier) (operator_name) (destructor_name)] @name)
      (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
      (init_declarator declarator: (function_declarator declarator: (identifier) @name))
    ]) @definition.method)
    (function_definition declarator: [
      (function_declarator declarator: [(identifier) (operator_name) (destructor_name)] @name)
      (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
      (reference_declarator (function_declarator declarator: [(identifier) (operator_name)] @name))
    ]) @definition.method
    (labeled_statement (expression_statement (call_expression function: (identifier) @name)) @definition.method)
  ]))
