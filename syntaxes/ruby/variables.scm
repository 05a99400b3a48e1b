(assignment left: [
  (identifier)
  (instance_variable)
  (constant)
] @variable right: (_) @value)
