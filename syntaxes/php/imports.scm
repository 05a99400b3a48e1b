(namespace_use_declaration
  (namespace_use_clause (qualified_name prefix: (_) @import.module (name) @import.name)) @import)
(namespace_use_declaration
  (namespace_name) @import.module
  body: (namespace_use_group)) @import
(namespace_use_group (namespace_use_clause . (name) @import.name))
(namespace_use_clause alias: (name) @import.alias)
(namespace_use_declaration "use" @import.all . (namespace_use_clause . (name) @import.module .) .) @import

(include_expression
  "include" @import.all
  [(_ (string_content) @import.module) (_ right: (_ (string_content) @import.module))]) @import
(include_once_expression
  "include_once" @import.all
  [(_ (string_content) @import.module) (_ right: (_ (string_content) @import.module))]) @import
(require_expression
  "require" @import.all
  [(_ (string_content) @import.module) (_ right: (_ (string_content) @import.module))]) @import
(require_once_expression
  "require_once" @import.all
  [(_ (string_content) @import.module) (_ right: (_ (string_content) @import.module))]) @import
