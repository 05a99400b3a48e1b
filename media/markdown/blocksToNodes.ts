import type { Token } from 'markdown-it';
import { type ComponentChild, Fragment, h, type VNode } from 'preact';

/** What stands for the blocks that do more than stand there. */
export interface BlockMakers {
  inline(text: string): VNode;
  /** @param index its place among the fences of these tokens. */
  fence(index: number, fence: Token): VNode;
  table(rows: readonly ComponentChild[]): VNode;
}

interface OpenBlock {
  readonly token: Token | undefined;
  readonly children: ComponentChild[];
}

/** Elements for the tokens of `parseBlocks`: of known kinds alone, with known attributes. */
export function blocksToNodes(tokens: readonly Token[], makers: BlockMakers): readonly ComponentChild[] {
  const root: OpenBlock = { token: undefined, children: [] };
  const open = [root];
  let fences = 0;
  const add = (...nodes: readonly ComponentChild[]): unknown => (open.at(-1) ?? root).children.push(...nodes);
  for (const token of tokens) {
    if (token.nesting > 0) open.push({ token, children: [] });
    else if (token.nesting < 0) {
      const { token: opener, children } = open.pop() ?? root;
      // The text of an element with a direction of its own does not count for the one around it.
      const isOutermost = open.every(({ token: around }) => around === undefined || around.tag === 'blockquote');
      // In a list without empty lines the text of an item is no paragraph.
      if (opener === undefined || opener.hidden) add(...children);
      else add(elementOf(opener, children, isOutermost, makers), '\n');
    } else if (token.type === 'inline') add(makers.inline(token.content));
    else if (token.type === 'fence') add(makers.fence(fences++, token));
    else if (token.type === 'code_block') add(h('pre', { dir: 'ltr' }, h('code', { dir: 'ltr' }, token.content)));
    else if (token.type === 'hr') add(h('hr', {}));
  }
  return root.children;
}

const plainTags: ReadonlySet<string> = new Set(['blockquote', 'li', 'thead', 'tbody', 'tr']);
const directedTags: ReadonlySet<string> = new Set(['p', 'ul', 'ol']);

function elementOf(
  token: Token,
  children: readonly ComponentChild[],
  isOutermost: boolean,
  makers: BlockMakers,
): ComponentChild {
  const { tag } = token;
  if (tag === 'table') return makers.table(children);
  // Below the turn's own heading, and all of one level: models leave levels out.
  if (/^h[1-6]$/.test(tag)) return h('h3', { class: `heading-${tag[1]}`, dir: 'auto' }, ...children);
  if (tag === 'td' || tag === 'th') return h(tag, { dir: 'auto', ...alignment(token) }, ...children);
  if (directedTags.has(tag)) return h(tag, { ...numbering(token), ...(isOutermost && { dir: 'auto' }) }, ...children);
  return h(plainTags.has(tag) ? tag : Fragment, {}, ...children);
}

function alignment(token: Token): { readonly class?: string } {
  const side = /right|center/.exec(String(token.attrGet('style') ?? ''))?.[0];
  return side === undefined ? {} : { class: `align-${side}` };
}

function numbering(token: Token): { readonly start?: string } {
  const start = String(token.attrGet('start') ?? '');
  return /^\d+$/.test(start) ? { start } : {};
}
