(function_declaration body: (_) @body) @function
(method_declaration body: (_) @body) @function
(func_literal body: (_) @body) @function
(type_spec type: (struct_type (field_declaration_list) @body)) @class
(type_spec type: (interface_type) @body) @class
