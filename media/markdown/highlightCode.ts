import highlighter from 'highlight.js/lib/common';
import cmake from 'highlight.js/lib/languages/cmake';
import dart from 'highlight.js/lib/languages/dart';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import elixir from 'highlight.js/lib/languages/elixir';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import nginx from 'highlight.js/lib/languages/nginx';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';

/** Beside the common ones, which come with Kotlin and Bash. */
const more = { cmake, dart, dockerfile, elixir, groovy, haskell, nginx, powershell, protobuf, scala };
for (const [name, language] of Object.entries(more)) highlighter.registerLanguage(name, language);

/** A line longer than this (UTF-16 units) is no source that is read: a minified file, data. */
const lineLimit = 2_000;

/**
 * @returns HTML of each line, its line end included, with `hljs-` classes; each stands for itself. Undefined where the
 *   language is not known or the code is no source.
 */
export function highlightLines(code: string, language: string): readonly string[] | undefined {
  const name = languageNames[language] ?? language;
  if (highlighter.getLanguage(name) === undefined) return undefined;
  if (code.split('\n').some((line) => line.length > lineLimit)) return undefined;
  return linesOf(highlighter.highlight(code, { language: name, ignoreIllegals: true }).value);
}

/** What is open at the end of a line is closed there, and opened again in the next one. */
function linesOf(html: string): readonly string[] {
  const lines: string[] = [];
  const open: string[] = [];
  let line = '';
  let end = 0;
  for (const { 0: found, index } of html.matchAll(/<[^>]*>|\n/g)) {
    line += html.slice(end, index) + found;
    end = index + found.length;
    if (found === '</span>') open.pop();
    else if (found !== '\n') open.push(found);
    else {
      lines.push(line + '</span>'.repeat(open.length));
      line = open.join('');
    }
  }
  const last = html.slice(end);
  return last === '' && line === open.join('') ? lines : [...lines, line + last];
}

/** What models and editors call languages that go by another name here. */
const languageNames: Readonly<Record<string, string>> = {
  typescriptreact: 'typescript',
  javascriptreact: 'javascript',
  shellscript: 'bash',
  jsonc: 'json',
  json5: 'json',
  vue: 'xml',
  svelte: 'xml',
};

/** UTF-16 units of code that are coloured in one go, which takes a few milliseconds. */
const chunkLength = 2_500;

/**
 * Cuts code into pieces of whole lines to colour one by one: most blocks are one piece. A cut is made, where it can be,
 * in front of an unindented line behind an empty one, where hardly any construct goes on. What is added to the code
 * changes none but the last two pieces.
 */
export function splitCode(code: string): readonly string[] {
  const chunks: string[] = [];
  let start = 0;
  while (code.length - start > chunkLength) {
    const limit = start + chunkLength;
    const half = start + chunkLength / 2;
    let end = limit;
    for (let at = code.lastIndexOf('\n\n', limit); at >= half; at = code.lastIndexOf('\n\n', at - 1)) {
      if (!/\S/.test(code[at + 2] ?? ' ')) continue;
      end = at + 2;
      break;
    }
    if (end === limit) end = code.lastIndexOf('\n', limit - 1) + 1;
    if (end <= start) end = code.indexOf('\n', limit) + 1;
    if (end === 0) break;
    chunks.push(code.slice(start, end));
    start = end;
  }
  if (start < code.length || chunks.length === 0) chunks.push(code.slice(start));
  return chunks;
}
