(function_definition declarator: [(_ declarator: (_)) (reference_declarator) (qualified_identifier)] body: (_) @body) @function
(lambda_expression body: (_) @body) @function

(class_specifier body: (_) @body) @class
(struct_specifier body: (_) @body) @class
(union_specifier body: (_) @body) @class
(enum_specifier body: (_) @body) @class
(namespace_definition body: (_) @body) @class
(type_definition type: (_ !name body: (_) @body)) @class
; `class API Name { ... };`: a macro that the parser takes for the name.
(function_definition type: (_ name: (_) !body) declarator: (identifier) body: (_) @body) @class
