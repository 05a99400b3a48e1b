import type { Node } from 'web-tree-sitter';

/** `member`: behind a dot or arrow. `path`: behind a module's, namespace's or type's name and `::`. */
export type UseRole = 'bare' | 'member' | 'path';

export interface NameRole {
  readonly role: UseRole;
  readonly receiver?: string;
}

/** @returns `undefined` where the name is a key that belongs to the literal or call around it. */
export function roleOf(node: Node): NameRole | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  const isField = (name: string): boolean => parent.childForFieldName(name)?.id === node.id;
  switch (parent.type) {
    case 'pair':
      return isField('key') ? undefined : { role: 'bare' };
    case 'keyword_argument':
      return isField('name') ? undefined : { role: 'bare' };
    case 'literal_element':
      return parent.parent?.type === 'keyed_element' && parent.parent.child(0)?.id === parent.id
        ? undefined
        : { role: 'bare' };
    case 'field_initializer':
      return isField('field') || node.type === 'field_identifier' ? undefined : { role: 'bare' };
    case 'field_designator':
    case 'field_pattern':
    case 'element_value_pair':
    case 'label':
    case 'labeled_statement':
    case 'goto_statement':
      return isField('value') ? { role: 'bare' } : undefined;
    case 'value_argument':
      return node.nextSibling?.type === '=' ? undefined : { role: 'bare' };
    case 'member_expression':
      return isField('property') ? behind('member', parent.childForFieldName('object')) : { role: 'bare' };
    case 'attribute':
      return isField('attribute') ? behind('member', parent.childForFieldName('object')) : { role: 'bare' };
    case 'selector_expression':
      return isField('field') ? behind('member', parent.childForFieldName('operand')) : { role: 'bare' };
    case 'qualified_type':
      return isField('name') ? behind('path', parent.childForFieldName('package')) : { role: 'bare' };
    case 'nested_type_identifier':
      return isField('name') ? behind('path', parent.childForFieldName('module')) : { role: 'bare' };
    case 'nested_identifier':
      return isField('property') ? behind('path', parent.childForFieldName('object')) : { role: 'bare' };
    case 'field_expression':
      return isField('field')
        ? behind('member', parent.childForFieldName('value') ?? parent.childForFieldName('argument'))
        : { role: 'bare' };
    case 'scoped_identifier':
    case 'scoped_type_identifier': {
      if (parent.childForFieldName('name') === null) return lastOf(node, parent);
      return isField('name') ? behind('path', parent.childForFieldName('path')) : { role: 'bare' };
    }
    case 'qualified_identifier':
      return isField('name') ? behind('path', parent.childForFieldName('scope')) : { role: 'bare' };
    case 'template_function':
    case 'template_type':
    case 'template_method':
    case 'dependent_name':
    case 'generic_function':
      return isField('name') && parent.parent !== null ? (roleOf(parent) ?? { role: 'bare' }) : { role: 'bare' };
    case 'field_access':
      return isField('field') ? behind('member', parent.childForFieldName('object')) : { role: 'bare' };
    case 'method_reference':
      return parent.lastChild?.id === node.id ? behind('member', parent.firstChild) : { role: 'bare' };
    case 'method_invocation': {
      const object = parent.childForFieldName('object');
      return isField('name') && object !== null ? behind('member', object) : { role: 'bare' };
    }
    case 'navigation_expression':
      return parent.firstNamedChild?.id === node.id ? { role: 'bare' } : behind('member', parent.firstNamedChild);
    default:
      return { role: 'bare' };
  }
}

function behind(role: 'member' | 'path', receiver: Node | null): NameRole {
  if (receiver === null) return { role };
  // Of a path, what the name belongs to is its last part: `a::Type::make`, `Type::<T>::make`.
  const text =
    role === 'path' ? receiver.text.replace(/(?:::)?[<[].*$/s, '').replace(/^.*(?:::|\.)/s, '') : receiver.text;
  return /^[\w$]+$/.test(text) ? { role, receiver: text } : { role };
}

/** Java's `Outer.Inner`, which has no fields. */
function lastOf(node: Node, parent: Node): NameRole {
  return parent.lastNamedChild?.id === node.id ? behind('path', parent.firstNamedChild) : { role: 'bare' };
}
