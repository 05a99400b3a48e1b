(function_definition
  declarator: [
    (function_declarator)
    (pointer_declarator)
    (reference_declarator)
    (qualified_identifier)
    (operator_cast)
  ]
  body: (_) @body) @function
(lambda_expression body: (_) @body) @function

(class_specifier body: (_) @body) @class
(struct_specifier body: (_) @body) @class
(union_specifier body: (_) @body) @class
(enum_specifier body: (_) @body) @class
(namespace_definition body: (_) @body) @class
(type_definition type: (struct_specifier !name body: (_) @body)) @class
(type_definition type: (union_specifier !name body: (_) @body)) @class
(type_definition type: (enum_specifier !name body: (_) @body)) @class
; `class API Name { ... };`: a macro that the parser takes for the name.
(function_definition type: [(class_specifier !body) (struct_specifier !body)] declarator: (identifier) body: (_) @body) @class
