(import (qualified_identifier) @import.qualified) @import
(import (qualified_identifier) "as" . (identifier) @import.alias)
(import (qualified_identifier) . "*" @import.all)
