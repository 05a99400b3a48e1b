(function_definition body: (_) @body) @function
(method_declaration body: (_) @body) @function
(anonymous_function body: (_) @body) @function
(property_hook body: (_) @body) @function

(class_declaration body: (_) @body) @class
(anonymous_class body: (_) @body) @class
(trait_declaration body: (_) @body) @class
(interface_declaration body: (_) @body) @class
(enum_declaration body: (_) @body) @class
(namespace_definition body: (_) @body) @class
