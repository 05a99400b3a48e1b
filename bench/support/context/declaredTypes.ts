import type { Node } from 'web-tree-sitter';

/**
 * What the file says itself of its variables' and parameters' types: `name: Type`, `Type name`, `name = new Type()`. Names
 * that it declares with different types are left out.
 *
 * @returns the outermost type's name, without its package: `Map` for `java.util.Map<K, V>`.
 */
export function declaredTypes(root: Node): ReadonlyMap<string, string> {
  const types = new Map<string, string | undefined>();
  const note = (name: string, type: string | undefined): void => {
    const known = types.get(name);
    types.set(name, types.has(name) && known !== type ? undefined : type);
  };
  const visit = (node: Node): void => {
    const type = node.childForFieldName('type') ?? node.namedChildren.find((child) => child?.type === 'user_type');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    const made = value === null ? undefined : constructedType(value);
    if (declaring.test(node.type)) {
      const name = declaredName(node);
      if (name !== undefined && (type || made)) note(name, type ? outermost(type) : made);
      else if (name !== undefined && value !== null) note(name, undefined);
    }
    for (const child of node.namedChildren) if (child !== null) visit(child);
  };
  visit(root);
  return new Map([...types].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Names of what each type extends, implements or embeds, by the type's name. */
export function supertypesOf(
  root: Node,
  typeNames: ReadonlyMap<number, string>,
): ReadonlyMap<string, readonly string[]> {
  const supertypes = new Map<string, readonly string[]>();
  const visit = (node: Node): void => {
    const name = typeNames.get(node.id);
    if (name !== undefined) {
      const clauses = node.namedChildren.filter(
        (child): child is Node =>
          child !== null && (heritage.test(child.type) || child.id === node.childForFieldName('superclasses')?.id),
      );
      const trait = node.type === 'impl_item' ? node.childForFieldName('trait') : null;
      const embedded = node.type === 'type_spec' ? embeddedTypes(node) : [];
      const names = [...clauses, ...(trait === null ? [] : [trait]), ...embedded].flatMap(namesIn);
      supertypes.set(name, [...(supertypes.get(name) ?? []), ...names]);
    }
    for (const child of node.namedChildren) if (child !== null) visit(child);
  };
  visit(root);
  return supertypes;
}

const declaring =
  /^(?:required_parameter|optional_parameter|variable_declarator|public_field_definition|property_signature|typed_parameter|typed_default_parameter|assignment|parameter_declaration|var_spec|short_var_declaration|field_declaration|parameter|let_declaration|formal_parameter|local_variable_declaration|catch_formal_parameter|resource|enhanced_for_statement|class_parameter|variable_declaration|property_declaration|declaration|init_declarator|for_range_loop|optional_parameter_declaration)$/;
const heritage =
  /^(?:class_heritage|extends_clause|extends_type_clause|implements_clause|superclass|super_interfaces|extends_interfaces|delegation_specifiers|base_class_clause)$/;

function declaredName(node: Node): string | undefined {
  let name: Node | null | undefined =
    node.childForFieldName('name') ??
    node.childForFieldName('pattern') ??
    node.childForFieldName('left') ??
    node.childForFieldName('declarator') ??
    node.namedChildren.find((child) => child?.type === 'identifier' || child?.type === 'variable_declaration');
  while (name && !/identifier$/.test(name.type)) {
    if (name.type === 'attribute' || name.type === 'member_expression') return undefined;
    name = name.childForFieldName('declarator') ?? name.childForFieldName('name') ?? name.lastNamedChild;
  }
  return name?.text;
}

/** `new Type()`, `Type()` where types are written with a capital, `&Type{}`, `Type::new()`. */
function constructedType(value: Node): string | undefined {
  return /^(?:await )?(?:new\s+|&)?(?:[a-z]\w*\.)*([A-Z]\w*)(?:<[^()]*>|\[[^()]*\])?(?:::(?:new|default)\b)?[({]/.exec(
    value.text,
  )?.[1];
}

function outermost(type: Node): string | undefined {
  const text = type.text
    .replace(/^:\s*/, '')
    .replace(
      /^(?:(?:const|volatile|struct|final|mut|dyn|impl|readonly|typename|unsigned)\b|&'?\w*\s|[&*?([\]'"\s])+/g,
      '',
    );
  return /^(?:\w+(?:::|\.))*(\w+)/.exec(text)?.[1];
}

function namesIn(node: Node): readonly string[] {
  if (/type_arguments|type_parameters/.test(node.type)) return [];
  if (node.namedChildCount === 0) return /identifier|constant/.test(node.type) ? [node.text] : [];
  return node.namedChildren.flatMap((child) => (child === null ? [] : namesIn(child)));
}

/** Fields of a struct of Go that have no name. */
function embeddedTypes(node: Node): readonly Node[] {
  const list = node.childForFieldName('type')?.namedChildren.find((child) => child?.type === 'field_declaration_list');
  const fields = list?.namedChildren ?? node.childForFieldName('type')?.namedChildren ?? [];
  return fields.flatMap((field) => {
    const isEmbedded =
      field?.type === 'type_elem' || (field?.type === 'field_declaration' && !field.childForFieldName('name'));
    return field && isEmbedded ? [field.childForFieldName('type') ?? field] : [];
  });
}
