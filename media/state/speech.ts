/** What a screen reader is told of a growing answer, and up to where (UTF-16 units of the answer) it has been told. */
export interface Speech {
  readonly text: string;
  readonly offset: number;
}

/** Less than this (UTF-16 units) is not worth an interruption while more is coming. */
const speechLength = 200;

/**
 * The whole sentences of `answer` behind `offset`, in plain words: code blocks are named, not read. Empty where there
 * is not enough yet.
 *
 * @param isEnd no more will come: the rest is told, sentence or not.
 */
export function nextSpeech(answer: string, offset: number, isEnd: boolean): Speech {
  const rest = answer.slice(offset);
  const end = isEnd ? rest.length : lastSentenceEnd(rest);
  if (end === 0 || (!isEnd && end < speechLength)) return { text: '', offset };
  return { text: plainWords(rest.slice(0, end)), offset: offset + end };
}

/** Never inside a code block, whose end decides what is code. */
function lastSentenceEnd(text: string): number {
  const openFence = openFenceStart(text);
  const prose = openFence === undefined ? text : text.slice(0, openFence);
  const ends = [...prose.matchAll(/[.?!:。？！][)"'”’]?(?=\s)|\n(?=\n)|\n(?=\s*(?:[-*#]|\d+\.)\s)/g)];
  const last = ends.at(-1);
  if (openFence !== undefined) return openFence;
  return last === undefined ? 0 : last.index + last[0].length;
}

function openFenceStart(text: string): number | undefined {
  const fences = [...text.matchAll(/^[ \t]*(?:`{3,}|~{3,})/gm)];
  return fences.length % 2 === 1 ? fences.at(-1)?.index : undefined;
}

function plainWords(markdown: string): string {
  return markdown
    .replace(/^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[^\n]*$|$(?![\s\S]))/gm, (_, __, code: string) => {
      const lines = code.split('\n').length - 1;
      return ` Code block, ${lines} ${lines === 1 ? 'line' : 'lines'}. `;
    })
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
