(using_directive !name "using" @import.all [(identifier) (qualified_name) (alias_qualified_name)] @import.module) @import
(using_directive name: (identifier) @import.namespace (_) @import.module .) @import
