(function_definition body: (_) @body) @function

(struct_specifier body: (_) @body) @class
(union_specifier body: (_) @body) @class
(enum_specifier body: (_) @body) @class
(type_definition type: (_ !name body: (_) @body)) @class
