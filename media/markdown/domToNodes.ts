import { type ComponentChild, h, type VNode } from 'preact';

/** What stands for elements that do something. */
export interface NodeMakers {
  link(address: string, children: readonly ComponentChild[]): VNode;
  fence(index: number): ComponentChild;
  table(children: readonly ComponentChild[]): VNode;
}

/** Makes preact nodes of sanitized HTML, so that what a growing answer has already is left in place, selection and all. */
export function domToNodes(parent: Node, makers: NodeMakers): readonly ComponentChild[] {
  return toNodes(parent, makers, true);
}

/** @param isOutermost the nodes stand in no block that has found its direction, left or right, by its text. */
function toNodes(parent: Node, makers: NodeMakers, isOutermost: boolean): readonly ComponentChild[] {
  return [...parent.childNodes].map((node) => toNode(node, makers, isOutermost));
}

function toNode(node: Node, makers: NodeMakers, isOutermost: boolean): ComponentChild {
  if (!(node instanceof HTMLElement)) return node.textContent;
  const { link, fence } = node.dataset;
  if (fence !== undefined) return makers.fence(Number(fence));
  const tag = node.localName;
  const children = toNodes(node, makers, isOutermost && tag === 'blockquote');
  if (link !== undefined) return makers.link(link, children);
  if (tag === 'table') return makers.table(children);
  // Below the turn's own heading, and all of one level: models leave levels out.
  if (/^h[1-6]$/.test(tag)) return h('h3', { class: `heading-${tag[1]}`, dir: 'auto' }, children);
  return h(tag, attributesOf(node, isOutermost), children);
}

function attributesOf(node: HTMLElement, isOutermost: boolean): Record<string, string> {
  const { align } = node.dataset;
  const start = node.getAttribute('start');
  const isCell = node.localName === 'td' || node.localName === 'th';
  return {
    ...(align !== undefined && { class: `align-${align}` }),
    ...(start !== null && /^\d+$/.test(start) && { start }),
    // The text of an element with a direction of its own does not count for the one around it.
    ...((isCell || (isOutermost && ['p', 'ul', 'ol'].includes(node.localName))) && { dir: 'auto' }),
    ...((node.localName === 'code' || node.localName === 'pre') && { dir: 'ltr' }),
  };
}
