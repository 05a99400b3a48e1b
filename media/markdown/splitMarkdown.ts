import type { Env, Token } from 'markdown-it';
import { blockPath, fencePath } from '../../src/core/chat/blockPath.ts';
import { parseBlocks } from './markdownParser.ts';

/** Whole top-level blocks of an answer, that are parsed and drawn together. */
export interface MarkdownPart {
  readonly source: string;
  /** The blocks of `source`, as `parseBlocks` gives them. */
  readonly blocks: readonly Token[];
  /** Which of the answer's code blocks is the first here. */
  readonly firstFence: number;
  readonly fences: readonly { readonly path?: string; readonly isClosed: boolean }[];
  /** What counts, in the whole answer, for the labels that are defined here: the first definition of each. */
  readonly references: References;
}

export interface SplitMarkdown {
  readonly parts: readonly MarkdownPart[];
  /** Link definitions, wherever in the answer they stand. The same object as before, where they are the same. */
  readonly references: References;
}

type References = Readonly<NonNullable<Env['references']>>;

/** Lines, or UTF-16 units, after which the next block begins a part of its own: drawn in a few milliseconds. */
const partLines = 30;
const partLength = 4000;

/**
 * Cuts an answer into parts at the beginnings of top-level blocks. While the answer grows, only its last two parts are
 * read again: `previous`, of a beginning of the same text, changes the time, not the outcome.
 *
 * @param text with its fences repaired.
 */
export function splitMarkdown(text: string, previous?: SplitMarkdown): SplitMarkdown {
  const kept: MarkdownPart[] = [];
  let offset = 0;
  for (const part of previous?.parts.slice(0, -2) ?? []) {
    if (!text.startsWith(part.source, offset)) break;
    kept.push(part);
    offset += part.source.length;
  }
  const last = kept.at(-1);
  const firstFence = last === undefined ? 0 : last.firstFence + last.fences.length;
  // None of what is read again: while it grows, an address gets longer, and what was a definition becomes text.
  const known = referencesOf(kept);
  const read = cutIntoParts(text.slice(offset), last?.source ?? '', firstFence, known);
  const parts = [...kept, ...read.map((part, index) => sameAs(previous?.parts[kept.length + index], part))];
  const references = referencesOf(parts);
  const before = previous?.references;
  return { parts, references: before !== undefined && isEqual(before, references) ? before : references };
}

function referencesOf(parts: readonly MarkdownPart[]): References {
  return Object.assign({}, ...parts.map(({ references }) => references));
}

function cutIntoParts(text: string, before: string, fence: number, known: References): readonly MarkdownPart[] {
  const env = { references: { ...known } };
  const linesBefore = before.split('\n').slice(0, -1);
  const lines = text.split('\n');
  const parts: MarkdownPart[] = [];
  let firstFence = fence;
  let start = 0;
  let seen = 0;
  let length = 0;
  let fences: MarkdownPart['fences'][number][] = [];
  let references: NonNullable<Env['references']> = {};
  let blocks: Token[] = [];
  const endPart = (end: number): void => {
    const source = lines.slice(start, end).join('\n') + (end < lines.length ? '\n' : '');
    if (source === '') return;
    parts.push({ source, blocks, firstFence, fences, references });
    firstFence += fences.length;
    fences = [];
    references = {};
    blocks = [];
    start = end;
    length = 0;
  };
  for (const token of parseBlocks(text, env)) {
    const [first, end] = token.map ?? [0, 0];
    // A part begins with its first block's own first line, so that reading it alone gives the same blocks.
    if (token.level === 0 && token.map !== null) {
      for (; seen < first; seen++) length += (lines[seen] ?? '').length;
      if (first - start >= partLines || length >= partLength) endPart(first);
    }
    blocks.push(token);
    if (token.type === 'reference_definition') {
      const label = String(token.meta?.label);
      const counting = env.references[label];
      if (counting !== undefined) references[label] = counting;
    }
    if (token.type !== 'fence') continue;
    const path =
      fencePath(token.info) ?? blockPath([...linesBefore, ...lines.slice(0, first)].slice(-2), token.content);
    fences.push({ ...(path !== undefined && { path }), isClosed: end - first - 1 > countLines(token.content) });
  }
  endPart(lines.length);
  return parts;
}

/** The part as it was, where it says the same, so that it need not be drawn again. */
function sameAs(before: MarkdownPart | undefined, part: MarkdownPart): MarkdownPart {
  if (before?.source !== part.source || before.firstFence !== part.firstFence) return part;
  return isEqual(before.fences, part.fences) && isEqual(before.references, part.references) ? before : part;
}

function isEqual<T extends MarkdownPart['fences'] | References>(one: T, other: T): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function countLines(code: string): number {
  return code === '' ? 0 : code.split('\n').length - (code.endsWith('\n') ? 1 : 0);
}
