(function_declaration body: (_) @body) @function
(generator_function_declaration body: (_) @body) @function
(function_expression body: (_) @body) @function
(generator_function body: (_) @body) @function
(arrow_function body: (_) @body) @function
(method_definition body: (_) @body) @function
(class_static_block body: (_) @body) @function

(class_declaration body: (_) @body) @class
(abstract_class_declaration body: (_) @body) @class
(class body: (_) @body) @class
(interface_declaration body: (_) @body) @class
(enum_declaration body: (_) @body) @class
(internal_module body: (_) @body) @class
(module body: (_) @body) @class
