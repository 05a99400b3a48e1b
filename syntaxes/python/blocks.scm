(function_definition body: (_) @body) @function
(lambda body: (_) @body) @function
(class_definition body: (_) @body) @class
