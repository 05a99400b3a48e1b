; A declarator nests what is declared, see `tags.scm`.
(parameter_declaration type: (_) @type declarator: [
  (identifier) @variable
  (_ !parameters declarator: [
    (identifier) @variable
    (_ !parameters declarator: (identifier) @variable)
  ])
])
(declaration type: (_) @type declarator: [
  (identifier) @variable
  (_ !parameters declarator: [
    (identifier) @variable
    (_ !parameters declarator: [
      (identifier) @variable
      (_ !parameters declarator: (identifier) @variable)
    ])
  ])
])
(field_declaration type: (_) @type declarator: [
  (field_identifier) @variable
  (_ !parameters declarator: (field_identifier) @variable)
])
