((call
  !receiver
  method: (identifier) @import.all
  arguments: (_ (_ . (string_content) @import.module .) .)) @import
  (#any-of? @import.all "require" "require_relative" "load" "autoload"))
