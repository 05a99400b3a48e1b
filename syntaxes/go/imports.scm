(import_spec path: (_ [(interpreted_string_literal_content) (raw_string_literal_content)] @import.path)) @import
(import_spec name: (package_identifier) @import.namespace)
(import_spec name: (blank_identifier) @import.namespace)
(import_spec name: (dot) @import.all)
