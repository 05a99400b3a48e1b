; A declarator nests what is declared, see `tags.scm`; that of a reference has no field for it.
(parameter_declaration type: (_) @type declarator: [
  (identifier) @variable
  (reference_declarator (identifier) @variable)
  (_ !parameters declarator: (identifier) @variable)
])
(optional_parameter_declaration type: (_) @type declarator: [
  (identifier) @variable
  (reference_declarator (identifier) @variable)
  (_ !parameters declarator: (identifier) @variable)
])
(declaration type: (_) @type declarator: [
  (identifier) @variable
  (_ !parameters declarator: [
    (identifier) @variable
    (reference_declarator (identifier) @variable)
    (_ !parameters declarator: (identifier) @variable)
  ])
])
(field_declaration type: (_) @type declarator: [
  (field_identifier) @variable
  (_ !parameters declarator: (field_identifier) @variable)
])
(for_range_loop type: (_) @type declarator: [
  (identifier) @variable
  (reference_declarator (identifier) @variable)
  (_ declarator: (identifier) @variable)
])
(init_declarator declarator: [
  (identifier) @variable
  (reference_declarator (identifier) @variable)
  (_ declarator: (identifier) @variable)
] value: (_) @value)
(for_range_loop declarator: [
  (identifier) @variable
  (reference_declarator (identifier) @variable)
] right: (_) @value)
