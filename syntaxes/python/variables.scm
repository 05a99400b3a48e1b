(typed_parameter . (identifier) @variable type: (_) @type)
(typed_default_parameter name: (identifier) @variable type: (_) @type)
(assignment left: [
  (identifier) @variable
  (attribute attribute: (identifier) @variable)
] type: (_) @type)
(assignment left: [
  (identifier) @variable
  (attribute attribute: (identifier) @variable)
] right: (_) @value)
(for_statement left: (identifier) @variable right: (_) @value)
(as_pattern . (_) @value alias: (as_pattern_target (identifier) @variable))
