(property_declaration type: (_) @type (property_element name: (variable_name (name) @variable)))
(simple_parameter type: (_) @type name: (variable_name (name) @variable))
(property_promotion_parameter type: (_) @type name: (variable_name (name) @variable))
(assignment_expression left: [
  (variable_name (name) @variable)
  (member_access_expression name: (name) @variable)
] right: (_) @value)
