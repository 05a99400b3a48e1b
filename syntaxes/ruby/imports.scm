((call
  !receiver
  method: (identifier) @import.all
  arguments: (_ . (_ . (string_content) @import.module .) .)) @import
  (#any-of? @import.all "require" "require_relative" "load"))
((call
  !receiver
  method: (identifier) @_autoload
  arguments: (_ . (simple_symbol) @import.name . (_ . (string_content) @import.module .) .)) @import
  (#eq? @_autoload "autoload"))
