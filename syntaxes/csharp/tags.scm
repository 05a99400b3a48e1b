; Names that are used. Those that a pattern below defines are taken out again.
(identifier) @reference

; Names that are bound here.
(parameter name: (identifier) @local)
(implicit_parameter) @local
(type_parameter name: (identifier) @local)
(local_declaration_statement (variable_declaration (variable_declarator name: (identifier) @local)))
(using_statement (variable_declaration (variable_declarator name: (identifier) @local)))
(for_statement initializer: (variable_declaration (variable_declarator name: (identifier) @local)))
(local_function_statement name: (identifier) @local)
(foreach_statement left: (identifier) @local)
(catch_declaration name: (identifier) @local)
(declaration_expression name: (identifier) @local)
(declaration_pattern name: (identifier) @local)
(recursive_pattern name: (identifier) @local)
(parenthesized_variable_designation name: (identifier) @local)

(comment) @comment
(attribute_list) @decorator

(compilation_unit (file_scoped_namespace_declaration name: (_) @package))
(compilation_unit (namespace_declaration name: (_) @package))

; Types.
(class_declaration name: (identifier) @name) @definition.class
(struct_declaration name: (identifier) @name) @definition.class
(record_declaration name: (identifier) @name) @definition.class
(interface_declaration name: (identifier) @name) @definition.interface
(enum_declaration name: (identifier) @name) @definition.enum
(enum_member_declaration name: (identifier) @name) @definition.enumMember
(delegate_declaration name: (identifier) @name) @definition.type

; Members.
(method_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name) @definition.method
(constructor_declaration name: (identifier) @name (constructor_initializer) @cut) @definition.method
(property_declaration name: (identifier) @name) @definition.field
(event_declaration name: (identifier) @name) @definition.field
(field_declaration (variable_declaration (variable_declarator name: (identifier) @name) @part)) @definition.field
(field_declaration (variable_declaration (variable_declarator name: (identifier) @name . (_) @value) @part)) @definition.field
(field_declaration (modifier "const") (variable_declaration (variable_declarator name: (identifier) @name . (_) @value) @part)) @definition.constant
(event_field_declaration (variable_declaration (variable_declarator name: (identifier) @name) @part)) @definition.field
(record_declaration (parameter_list "(" @public (parameter name: (identifier) @name) @definition.field))

; Functions of a program without a class.
(global_statement (local_function_statement name: (identifier) @name) @definition.function)
