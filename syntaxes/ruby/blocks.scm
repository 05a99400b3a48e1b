(method body: (_) @body) @function
(singleton_method body: (_) @body) @function
(lambda body: (_) @body) @function

(class body: (_) @body) @class
(module body: (_) @body) @class
(singleton_class body: (_) @body) @class
(assignment left: (constant) right: (_ block: (_ body: (_) @body))) @class
