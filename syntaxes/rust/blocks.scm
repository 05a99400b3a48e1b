(function_item body: (_) @body) @function
(closure_expression body: (_) @body) @function
(impl_item body: (_) @body) @class
(trait_item body: (_) @body) @class
(struct_item body: (field_declaration_list) @body) @class
(union_item body: (_) @body) @class
(enum_item body: (_) @body) @class
(mod_item body: (_) @body) @class
