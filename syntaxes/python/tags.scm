; Names that are used. Those that a pattern below defines are taken out again.
(identifier) @reference

; Names that are bound here.
(parameters (identifier) @local)
(lambda_parameters (identifier) @local)
(default_parameter name: (identifier) @local)
(typed_parameter (identifier) @local)
(typed_default_parameter name: (identifier) @local)
(list_splat_pattern (identifier) @local)
(dictionary_splat_pattern (identifier) @local)
(for_statement left: (identifier) @local)
(for_in_clause left: (identifier) @local)
(pattern_list (identifier) @local)
(tuple_pattern (identifier) @local)
(as_pattern_target (identifier) @local)
(named_expression name: (identifier) @local)

(comment) @comment
(decorator) @decorator
(decorated_definition definition: (_) @wrapped) @wrapper

(class_definition name: (_) @name) @definition.class
(function_definition name: (_) @name) @definition.function
(type_alias_statement left: (type [(identifier) @name (generic_type (identifier) @name)])) @definition.type

(expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.variable)
((expression_statement (assignment left: (identifier) @name right: (_)? @value) @definition.constant)
  (#match? @name "^[A-Z][A-Z0-9_]*$"))
(module (expression_statement (assignment left: (pattern_list (identifier) @name) right: (_) @value) @definition.variable))

; What a method sets on its object is a field of the class.
((assignment left: (attribute object: (identifier) @_self attribute: (identifier) @name) right: (_)? @value) @member.field
  (#eq? @_self "self"))
