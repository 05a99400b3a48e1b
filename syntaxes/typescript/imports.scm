(import_statement source: (string (string_fragment) @import.module)) @import
(import_clause (identifier) @import.default)
(namespace_import (identifier) @import.namespace)
(import_specifier name: (_) @import.name)
(import_specifier alias: (_) @import.alias)
(import_require_clause (identifier) @import.namespace source: (string (string_fragment) @import.module)) @import

(export_statement source: (string (string_fragment) @import.module)) @import.reexport
(export_statement "*" @import.all source: (_))
(export_statement (namespace_export (identifier) @import.namespace))
(export_statement (export_clause (export_specifier name: (_) @import.name)) source: (_))
(export_statement (export_clause (export_specifier alias: (_) @import.alias)) source: (_))

; Names that the file gives to what it exports.
(export_statement !source (export_clause (export_specifier name: (identifier) @import.name alias: (_) @import.alias))) @import.reexport

; CommonJS.
((variable_declarator
  name: [(identifier) @import.namespace (object_pattern)]
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string (string_fragment) @import.module)))) @import
  (#eq? @_require "require"))
((variable_declarator
  name: (object_pattern [
    (shorthand_property_identifier_pattern) @import.name
    (pair_pattern key: (property_identifier) @import.name value: (identifier) @import.alias)])
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string))))
  (#eq? @_require "require"))
