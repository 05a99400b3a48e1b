((command
  name: (command_name (word) @import.all)
  . argument: [
    (word) @import.module
    (raw_string) @import.module
    (string (string_content) @import.module)
    (concatenation (word) @import.module .)
  ]) @import
  (#any-of? @import.all "source" "."))
