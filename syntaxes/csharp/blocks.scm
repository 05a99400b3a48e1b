(method_declaration body: (_) @body) @function
(constructor_declaration body: (_) @body) @function
(destructor_declaration body: (_) @body) @function
(operator_declaration body: (_) @body) @function
(conversion_operator_declaration body: (_) @body) @function
(local_function_statement body: (_) @body) @function
(lambda_expression body: (_) @body) @function
(anonymous_method_expression (block) @body) @function
(accessor_declaration body: (_) @body) @function
(property_declaration value: (arrow_expression_clause) @body) @function
(property_declaration accessors: (accessor_list (accessor_declaration body: (_))) @body) @function
(indexer_declaration value: (arrow_expression_clause) @body) @function
(event_declaration accessors: (_) @body) @function

(class_declaration body: (_) @body) @class
(struct_declaration body: (_) @body) @class
(record_declaration body: (_) @body) @class
(interface_declaration body: (_) @body) @class
(enum_declaration body: (_) @body) @class
(namespace_declaration body: (_) @body) @class
