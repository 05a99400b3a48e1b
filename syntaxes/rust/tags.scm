; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (field_identifier)
  (type_identifier)
  (shorthand_field_identifier)
] @reference

; Names that are bound here.
(lifetime (identifier) @local)
(label (identifier) @local)
(let_declaration pattern: (identifier) @local)
(parameter pattern: (identifier) @local)
(closure_parameters (identifier) @local)
(for_expression pattern: (identifier) @local)
(tuple_pattern (identifier) @local)
(tuple_struct_pattern type: (_) (identifier) @local)
(ref_pattern (identifier) @local)
(mut_pattern (identifier) @local)
(type_parameter name: (type_identifier) @local)
(const_parameter name: (identifier) @local)

[(line_comment) (block_comment)] @comment
(attribute_item) @attribute

(function_item name: (_) @name) @definition.function
(function_signature_item name: (_) @name) @definition.function
(struct_item name: (_) @name) @definition.class
(union_item name: (_) @name) @definition.class
(enum_item name: (_) @name) @definition.enum
(enum_variant name: (_) @name) @definition.enumMember
(trait_item name: (_) @name) @definition.interface
(type_item name: (_) @name) @definition.type
(associated_type name: (_) @name) @definition.type
(const_item name: (_) @name value: (_)? @value) @definition.constant
(static_item name: (_) @name value: (_)? @value) @definition.variable
(mod_item name: (_) @name body: (_)) @definition.module
(macro_definition name: (_) @name . (macro_rule) @cut) @definition.macro
(struct_item body: (field_declaration_list (field_declaration name: (_) @name) @definition.field))
(union_item body: (field_declaration_list (field_declaration name: (_) @name) @definition.field))

; What is implemented belongs to its type; what a trait asks for is as visible as the trait.
(impl_item !trait type: [
  (type_identifier) @name
  (scoped_type_identifier name: (_) @name)
  (generic_type type: [(type_identifier) @name (scoped_type_identifier name: (_) @name)])
]) @scope
(impl_item trait: (_) type: [
  (type_identifier) @name
  (scoped_type_identifier name: (_) @name)
  (generic_type type: [(type_identifier) @name (scoped_type_identifier name: (_) @name)])
  (reference_type type: [(type_identifier) @name (generic_type type: (type_identifier) @name)])
]) @scope.public
