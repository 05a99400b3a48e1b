(use_declaration argument: (_) @import.tree) @import
(use_declaration (visibility_modifier)) @import.reexport
(extern_crate_declaration name: (identifier) @import.whole !alias) @import
(extern_crate_declaration name: (identifier) @import.module alias: (identifier) @import.namespace) @import
(mod_item name: (_) @import.submodule !body) @import
(mod_item (visibility_modifier) name: (_) !body) @import.reexport
