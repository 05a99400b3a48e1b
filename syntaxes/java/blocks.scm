(method_declaration body: (_) @body) @function
(constructor_declaration body: (_) @body) @function
(compact_constructor_declaration body: (_) @body) @function
(lambda_expression body: (block) @body) @function
(static_initializer (block) @body) @function
; A class without a name: nothing in it can be named from elsewhere.
(object_creation_expression (class_body) @body) @function

(class_declaration body: (_) @body) @class
(record_declaration body: (_) @body) @class
(interface_declaration body: (_) @body) @class
(annotation_type_declaration body: (_) @body) @class
(enum_declaration body: (_) @body) @class
(enum_constant body: (_) @body) @function
