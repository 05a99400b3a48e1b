(import_statement name: (dotted_name) @import.whole @import)
(import_statement name: (aliased_import name: (_) @import.module alias: (_) @import.namespace) @import)

(import_from_statement module_name: (_) @import.module) @import
(import_from_statement name: (dotted_name) @import.name)
(import_from_statement name: (aliased_import name: (_) @import.name alias: (_) @import.alias))
(import_from_statement (wildcard_import) @import.all)

; Says something of this file, and brings nothing in.
(future_import_statement) @import
