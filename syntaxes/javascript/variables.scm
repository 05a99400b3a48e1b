(variable_declarator name: (identifier) @variable value: (_) @value)
(field_definition property: (_) @variable value: (_) @value)
(for_in_statement left: (identifier) @variable right: (_) @value)
(assignment_expression left: (member_expression object: (this) property: (_) @variable) right: (_) @value)
