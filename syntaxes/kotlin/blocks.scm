(function_declaration (function_body) @body) @function
(secondary_constructor (block) @body) @function
(anonymous_initializer (block) @body) @function
(anonymous_function (function_body) @body) @function
(property_declaration (variable_declaration) . [(getter) (setter)] @body) @function
(property_declaration "=" . (_) . [(getter) (setter)] @body) @function

(class_declaration [(class_body) (enum_class_body)] @body) @class
(object_declaration (class_body) @body) @class
(companion_object (class_body) @body) @class
(enum_entry (class_body) @body) @class
