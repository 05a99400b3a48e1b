import MarkdownIt from 'markdown-it';
import { blockPath, fencePath } from './blockPath.ts';
import { repairFences } from './repairFences.ts';

/** A fenced code block of an answer. */
export interface CodeBlock {
  /** Its place among the `fence` tokens that markdown-it finds in the repaired answer, lists and quotes included. */
  readonly index: number;
  /** The first word of the info string, in lower case; empty where there is none. */
  readonly language: string;
  /** Lines end with `\n`. Without the indentation of a list item that the fence stands in. */
  readonly code: string;
  /**
   * As the answer spells it, `/`-separated: from the info string (`ts src/a.ts`, `ts:src/a.ts`, `title="src/a.ts"`), a line
   * in front of the fence that names only it, or a first comment that is nothing but a path. It may lie anywhere.
   */
  readonly path?: string;
  /** Its end was written. Not so while it streams, or where the answer was cut off. */
  readonly isClosed: boolean;
}

/** The code blocks of an answer, in its order. What is merely indented is none. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const text = repairFences(markdown).replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const fences = parser.parse(text, {}).filter(({ type }) => type === 'fence');
  return fences.map(({ info, content, map }, index) => {
    const [start, end] = map ?? [0, 0];
    const { language, path: named } = readInfo(info);
    const path = named ?? blockPath(lines.slice(0, start), content);
    return {
      index,
      language,
      code: content,
      ...(path !== undefined && { path }),
      isClosed: end - start - 1 > countLines(content),
    };
  });
}

const parser = new MarkdownIt({ html: false });

function readInfo(info: string): { readonly language: string; readonly path?: string } {
  const path = fencePath(info);
  // `ts:src/a.ts`, `{.python}`, `python{1,3}`
  const word = /^\{?\.?([^\s:{},=]*)/.exec(info.trim())?.[1] ?? '';
  const language = path !== undefined && word.replaceAll('\\', '/') === path ? '' : word;
  return { language: /^\d+$/.test(language) ? '' : language.toLowerCase(), ...(path !== undefined && { path }) };
}

function countLines(content: string): number {
  return content === '' ? 0 : content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
