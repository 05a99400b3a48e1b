/**
 * What the truth of the bench is read from syntax trees with. These queries are the bench's own and share nothing with
 * those of the product, so that a definition that the product does not see is missed by it, not by the truth.
 *
 * Captures: `@callable`, `@type` and `@value` are definitions with their `@name`; `@params` belongs to a callable.
 * `@body` is a function's, `@local` other code; both hide the definitions in them from other files. `@container` gives its
 * name to the members in it without being a definition, `@literal` is one without a name. Names within `@binding` are the file's own: parameters, local variables, type parameters.
 */
export interface TruthLanguage {
  readonly wasm: string;
  /** Leaves that are names. */
  readonly identifiers: readonly string[];
  readonly query: string;
}

const scriptQuery = `
(function_declaration name: (identifier) @name parameters: (_) @params) @callable
(generator_function_declaration name: (identifier) @name parameters: (_) @params) @callable
(method_definition name: [(property_identifier) (private_property_identifier)] @name parameters: (_) @params) @callable
(pair key: (property_identifier) @name value: (function_expression parameters: (_) @params)) @callable
(pair key: (property_identifier) @name value: (arrow_function parameters: (_) @params)) @callable
(assignment_expression left: (member_expression property: (property_identifier) @name)
  right: (function_expression parameters: (_) @params)) @callable
(assignment_expression left: (member_expression property: (property_identifier) @name)
  right: (arrow_function parameters: (_) @params)) @callable
(variable_declarator name: (identifier) @name value: (arrow_function parameters: (_) @params)) @callable
(variable_declarator name: (identifier) @name value: (function_expression parameters: (_) @params)) @callable
(class_declaration name: (_) @name) @type
(variable_declarator name: (identifier) @name) @value
(variable_declarator name: (identifier) @name value: (_) @container)
(object) @literal
(assignment_expression left: (_) @target right: (object) @exports (#match? @target "^(module\\.)?exports$"))
(statement_block) @body
(arrow_function) @body
(function_expression) @body
(formal_parameters) @binding @local
(arrow_function parameter: (identifier) @binding)
(variable_declarator name: (_) @binding)
(catch_clause parameter: (_) @binding)
(for_in_statement left: (_) @binding)
(function_expression name: (_) @binding)
(import_statement) @import
(export_statement source: (_)) @import
`;

const typeScriptQuery = `${scriptQuery}
(function_signature name: (identifier) @name parameters: (_) @params) @callable
(method_signature name: (property_identifier) @name parameters: (_) @params) @callable
(abstract_method_signature name: (property_identifier) @name parameters: (_) @params) @callable
(abstract_class_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type
(type_alias_declaration name: (_) @name) @type
(internal_module name: (identifier) @name) @type
(public_field_definition name: (property_identifier) @name) @value
(property_signature name: (property_identifier) @name) @value
(enum_body (property_identifier) @name @value)
(enum_assignment name: (property_identifier) @name) @value
(object_type) @literal
(variable_declarator name: (identifier) @name type: (_) @container)
(type_parameter name: (_) @binding)
(infer_type (type_identifier) @binding)
`;

const cQuery = `
(function_definition declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params)) @callable
(function_definition declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params))) @callable
(function_definition declarator: (pointer_declarator declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params)))) @callable
(declaration declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params)) @callable
(declaration declarator: (function_declarator
  declarator: (parenthesized_declarator (identifier) @name) parameters: (_) @params)) @callable
(declaration declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params))) @callable
(declaration declarator: (pointer_declarator declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier) @name parameters: (_) @params)))) @callable
(preproc_function_def name: (_) @name parameters: (_) @params) @callable
(preproc_def name: (_) @name value: (_)) @value
(struct_specifier name: (_) @name body: (_)) @type
(union_specifier name: (_) @name body: (_)) @type
(enum_specifier name: (_) @name body: (_)) @type
(enumerator name: (_) @name) @value
(type_definition declarator: (type_identifier) @name) @value
(type_definition declarator: (function_declarator
  declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))) @value
(field_declaration declarator: (field_identifier) @name) @value
(field_declaration declarator: (pointer_declarator declarator: (field_identifier) @name)) @value
(field_declaration declarator: (array_declarator declarator: (field_identifier) @name)) @value
(field_declaration declarator: (function_declarator
  declarator: (parenthesized_declarator (pointer_declarator declarator: (field_identifier) @name)))) @value
(declaration declarator: (init_declarator declarator: (identifier) @name)) @value
(declaration declarator: (init_declarator declarator: (array_declarator declarator: (identifier) @name))) @value
(declaration (storage_class_specifier) declarator: (identifier) @name) @value
(compound_statement) @body
(parameter_list) @binding @local
(declaration declarator: (_) @binding)
(preproc_params) @binding
(preproc_include) @import
`;

export const truthLanguages: Readonly<Record<string, TruthLanguage>> = {
  typescript: {
    wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    identifiers: ['identifier', 'property_identifier', 'type_identifier', 'shorthand_property_identifier'],
    query: typeScriptQuery,
  },
  typescriptreact: {
    wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
    identifiers: ['identifier', 'property_identifier', 'type_identifier', 'shorthand_property_identifier'],
    query: typeScriptQuery,
  },
  javascript: {
    wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    identifiers: ['identifier', 'property_identifier', 'shorthand_property_identifier'],
    query: `${scriptQuery}
(field_definition property: (property_identifier) @name) @value
`,
  },
  python: {
    wasm: 'tree-sitter-python/tree-sitter-python.wasm',
    identifiers: ['identifier'],
    query: `
(function_definition name: (_) @name parameters: (_) @params body: (_) @body) @callable
(class_definition name: (_) @name) @type
(module (expression_statement (assignment left: (identifier) @name) @value))
(module (if_statement (block (expression_statement (assignment left: (identifier) @name) @value))))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @value)))
(parameters) @binding
(lambda_parameters) @binding
(assignment left: [(identifier) (pattern_list) (tuple_pattern) (list_pattern)] @binding)
(augmented_assignment left: (identifier) @binding)
(named_expression name: (_) @binding)
(for_statement left: (_) @binding)
(for_in_clause left: (_) @binding)
(as_pattern_target) @binding
(case_pattern) @binding
(assignment left: (attribute attribute: (identifier) @attribute))
[(import_statement) (import_from_statement) (future_import_statement)] @import
`,
  },
  go: {
    wasm: 'tree-sitter-go/tree-sitter-go.wasm',
    identifiers: ['identifier', 'field_identifier', 'type_identifier', 'package_identifier'],
    query: `
(function_declaration name: (_) @name parameters: (_) @params) @callable
(method_declaration receiver: (_) @receiver name: (_) @name parameters: (_) @params) @callable
(method_elem name: (_) @name parameters: (_) @params) @callable
(type_spec name: (_) @name) @type
(type_alias name: (_) @name) @type
(const_spec name: (identifier) @name) @value
(var_spec name: (identifier) @name) @value
(field_declaration name: (field_identifier) @name) @value
(block) @body
(func_literal) @body
(parameter_declaration name: (_) @binding)
(variadic_parameter_declaration name: (_) @binding)
(short_var_declaration left: (_) @binding)
(var_spec name: (_) @binding)
(const_spec name: (_) @binding)
(range_clause left: (_) @binding)
(receive_statement left: (_) @binding)
(type_switch_statement alias: (_) @binding)
(type_parameter_declaration name: (_) @binding)
(import_declaration) @import
`,
  },
  rust: {
    wasm: 'tree-sitter-rust/tree-sitter-rust.wasm',
    identifiers: ['identifier', 'field_identifier', 'type_identifier', 'shorthand_field_identifier'],
    query: `
(function_item name: (_) @name parameters: (_) @params) @callable
(function_signature_item name: (_) @name parameters: (_) @params) @callable
(struct_item name: (_) @name) @type
(enum_item name: (_) @name) @type
(union_item name: (_) @name) @type
(trait_item name: (_) @name) @type
(type_item name: (_) @name) @type
(associated_type name: (_) @name) @value
(macro_definition name: (_) @name) @type
(const_item name: (_) @name) @value
(static_item name: (_) @name) @value
(field_declaration name: (_) @name) @value
(enum_variant name: (_) @name) @value
(impl_item type: [(type_identifier) @name (generic_type type: (type_identifier) @name)
  (scoped_type_identifier name: (type_identifier) @name)]) @container
(block) @body
(parameter pattern: (_) @binding)
(closure_parameters) @binding
(let_declaration pattern: (_) @binding)
(let_condition pattern: (_) @binding)
(for_expression pattern: (_) @binding)
(match_pattern) @binding
(type_parameters) @binding
(macro_definition) @local
(use_declaration) @import
`,
  },
  java: {
    wasm: 'tree-sitter-java/tree-sitter-java.wasm',
    identifiers: ['identifier', 'type_identifier'],
    query: `
(method_declaration name: (_) @name parameters: (_) @params) @callable
(constructor_declaration name: (_) @name parameters: (_) @params) @callable
(class_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type
(record_declaration name: (_) @name) @type
(annotation_type_declaration name: (_) @name) @type
(field_declaration declarator: (variable_declarator name: (_) @name)) @value
(constant_declaration declarator: (variable_declarator name: (_) @name)) @value
(enum_constant name: (_) @name) @value
(block) @body
(constructor_body) @body
(lambda_expression) @body
(object_creation_expression (class_body) @body)
(formal_parameter name: (_) @binding)
(spread_parameter (variable_declarator name: (_) @binding))
(catch_formal_parameter name: (_) @binding)
(inferred_parameters) @binding
(lambda_expression parameters: (identifier) @binding)
(local_variable_declaration declarator: (variable_declarator name: (_) @binding))
(enhanced_for_statement name: (_) @binding)
(resource name: (_) @binding)
(type_parameter (type_identifier) @binding)
(instanceof_expression name: (_) @binding)
(import_declaration) @import
`,
  },
  kotlin: {
    wasm: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
    identifiers: ['identifier'],
    query: `
(function_declaration name: (_) @name (function_value_parameters) @params) @callable
(class_declaration name: (_) @name) @type
(object_declaration name: (_) @name) @type
(type_alias type: (_) @name) @type
(property_declaration (variable_declaration (identifier) @name)) @value
(class_parameter ["val" "var"] (identifier) @name) @value
(enum_entry (identifier) @name) @value
(function_body) @body
(lambda_literal) @body
(getter) @body
(setter) @body
(anonymous_initializer) @body
(secondary_constructor (block) @body)
(object_literal (class_body) @body)
(parameter (identifier) @binding)
(class_parameter (identifier) @binding)
(variable_declaration (identifier) @binding)
(catch_block (identifier) @binding)
(type_parameter (identifier) @binding)
(import) @import
(package_header) @import
`,
  },
  c: {
    wasm: 'tree-sitter-c/tree-sitter-c.wasm',
    identifiers: ['identifier', 'field_identifier', 'type_identifier'],
    query: cQuery,
  },
  cpp: {
    wasm: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
    identifiers: ['identifier', 'field_identifier', 'type_identifier', 'namespace_identifier'],
    query: `${cQuery}
(class_specifier name: (type_identifier) @name body: (_)) @type
(class_specifier name: (template_type name: (type_identifier) @name) body: (_)) @type
(class_specifier name: (qualified_identifier name: (type_identifier) @name) body: (_)) @type
(struct_specifier name: (qualified_identifier name: (type_identifier) @name) body: (_)) @type
(alias_declaration name: (_) @name) @type
(function_definition declarator: (function_declarator declarator: (field_identifier) @name parameters: (_) @params)) @callable
(function_definition declarator: (_
  declarator: (function_declarator declarator: (field_identifier) @name parameters: (_) @params))) @callable
(function_definition declarator: (_
  (function_declarator declarator: (field_identifier) @name parameters: (_) @params))) @callable
(function_definition declarator: (reference_declarator
  (function_declarator declarator: (identifier) @name parameters: (_) @params))) @callable
(declaration declarator: (reference_declarator
  (function_declarator declarator: (identifier) @name parameters: (_) @params))) @callable
(field_declaration declarator: (function_declarator declarator: (field_identifier) @name parameters: (_) @params)) @callable
(field_declaration declarator: (_
  (function_declarator declarator: (field_identifier) @name parameters: (_) @params))) @callable
(function_definition declarator: (function_declarator
  declarator: (qualified_identifier scope: (_) @receiver name: (identifier) @name) parameters: (_) @params)) @callable
(function_definition declarator: (_ (function_declarator
  declarator: (qualified_identifier scope: (_) @receiver name: (identifier) @name) parameters: (_) @params))) @callable
(field_declaration declarator: (reference_declarator (field_identifier) @name)) @value
(for_range_loop declarator: (_) @binding)
(template_parameter_list) @binding
(lambda_capture_specifier) @binding
(using_declaration) @import
`,
  },
};
