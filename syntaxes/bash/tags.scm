; Names that are used. Those that a pattern below defines are taken out again.
(variable_name) @reference
(command_name (word) @reference)

; Names that are bound here.
(for_statement variable: (variable_name) @local)
(declaration_command "local" (variable_name) @local)
(declaration_command "local" (variable_assignment name: (variable_name) @local))

(comment) @comment

(function_definition name: (word) @name) @definition.function

; Variables that are set outside of functions.
(program (variable_assignment name: (variable_name) @name value: (_) @value) @definition.variable)
(if_statement (variable_assignment name: (variable_name) @name value: (_) @value) @definition.variable)
(else_clause (variable_assignment name: (variable_name) @name value: (_) @value) @definition.variable)
(declaration_command (variable_assignment name: (variable_name) @name value: (_) @value) @part) @definition.variable
(declaration_command "readonly" (variable_assignment name: (variable_name) @name value: (_) @value) @part) @definition.constant
