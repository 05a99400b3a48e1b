import { type ComponentChild, h, type VNode } from 'preact';

/** @returns what stands for a link to `address`. */
export type LinkMaker = (address: string, children: readonly ComponentChild[]) => VNode;

/** Makes preact nodes of sanitized HTML of inline text. */
export function domToNodes(parent: Node, makeLink: LinkMaker): readonly ComponentChild[] {
  return [...parent.childNodes].map((node) => {
    if (!(node instanceof HTMLElement)) return node.textContent;
    const children = domToNodes(node, makeLink);
    const { link } = node.dataset;
    if (link !== undefined) return makeLink(link, children);
    return h(node.localName, node.localName === 'code' ? { dir: 'ltr' } : {}, children);
  });
}
