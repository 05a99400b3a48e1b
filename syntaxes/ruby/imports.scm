((call
  !receiver
  method: (identifier) @import.all
  arguments: (argument_list . (string . (string_content) @import.module .) .)) @import
  (#any-of? @import.all "require" "require_relative" "load"))
((call
  !receiver
  method: (identifier) @_autoload
  arguments: (argument_list . (simple_symbol) @import.name . (string . (string_content) @import.module .) .)) @import
  (#eq? @_autoload "autoload"))
