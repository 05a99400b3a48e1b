; Names that are used. Those that a pattern below defines are taken out again.
[
  (identifier)
  (constant)
] @reference

; Names that are bound here.
(method_parameters (identifier) @local)
(lambda_parameters (identifier) @local)
(block_parameters (identifier) @local)
(destructured_parameter (identifier) @local)
(optional_parameter name: (identifier) @local)
(keyword_parameter name: (identifier) @local)
(splat_parameter name: (identifier) @local)
(hash_splat_parameter name: (identifier) @local)
(block_parameter name: (identifier) @local)
(exception_variable (identifier) @local)
(for pattern: (identifier) @local)
(assignment left: (identifier) @local)
(left_assignment_list (identifier) @local)

(comment) @comment

; Classes, modules, constants.
(module name: [(constant) @name (_ scope: (_) @container name: (constant) @name)]) @definition.module
(class name: [(constant) @name (_ scope: (_) @container name: (constant) @name)]) @definition.class
(assignment left: (constant) @name right: (_) @value) @definition.constant
((assignment left: (constant) @name right: (_ receiver: (constant) @_of method: (identifier) @_new)) @definition.class
  (#any-of? @_of "Class" "Data" "Struct")
  (#any-of? @_new "new" "define"))
(program (assignment left: (global_variable) @name right: (_) @value) @definition.variable)

; Methods.
(method name: [
  (identifier) @name
  (constant) @name
  (operator) @name
  (_ name: (identifier) @name)
]) @definition.method
(singleton_method name: [
  (identifier) @name
  (constant) @name
  (operator) @name
  (_ name: (identifier) @name)
]) @definition.method
(alias name: (identifier) @name) @definition.method
(program (method name: (identifier) @name) @definition.function)

; Methods that a call makes: one for each argument, or one for the first.
((call
  !receiver
  method: (identifier) @_method
  arguments: (_ [(simple_symbol) (string)] @name @part)) @definition.field
  (#any-of? @_method
    "attr_accessor" "attr_reader" "attr_writer" "cattr_accessor" "mattr_accessor" "class_attribute"
    "delegate" "def_delegator" "def_delegators"))
((call
  !receiver
  method: (identifier) @_method
  arguments: (_ . [(simple_symbol) (string)] @name)) @definition.method
  (#any-of? @_method
    "alias_method" "define_method" "define_singleton_method"
    "scope" "belongs_to" "has_many" "has_one" "has_and_belongs_to_many"))

; What is behind `private` is for the class itself.
((body_statement (identifier) @private (_ name: [
  (identifier) @name
  (_ name: (identifier) @name)
]) @definition.method)
  (#eq? @private "private"))
((call method: (identifier) @private arguments: (_ (_ name: (identifier) @name) @definition.method))
  (#any-of? @private "private" "private_class_method"))
