(function_definition body: (_) @body) @function

(struct_specifier body: (_) @body) @class
(union_specifier body: (_) @body) @class
(enum_specifier body: (_) @body) @class
(type_definition type: (struct_specifier !name body: (_) @body)) @class
(type_definition type: (union_specifier !name body: (_) @body)) @class
(type_definition type: (enum_specifier !name body: (_) @body)) @class
