import { syntaxLanguages } from '../../../syntaxes/languages.ts';

/** How a language writes a comment of one line. `end` is there where a comment has to be closed. */
interface CommentSyntax {
  readonly start: string;
  readonly end?: string;
}

/**
 * The text as comments of the language, line by line. Blank lines stay blank. Where comments have to be closed, nothing in
 * the text closes them early.
 *
 * @param languageId VS Code's. An unknown one is taken for one of the many whose comments begin with `#`.
 */
export function commentOut(text: string, languageId: string): string {
  const { start, end } = syntaxOf(languageId);
  const line = (content: string) => {
    if (content.trim() === '') return '';
    return end === undefined ? `${start} ${content}` : `${start} ${content.replaceAll(end, blunt(end))} ${end}`;
  };
  return text.split('\n').map(line).join('\n');
}

/** Whether code of the one language may stand in a file of the other as it is. */
export function isSameSyntax(languageId: string, other: string): boolean {
  return dialectOf(languageId) === dialectOf(other);
}

/** Languages of which one reads like the other, by the one that stands for them. */
const dialects: ReadonlyMap<string, string> = new Map([
  ['typescriptreact', 'typescript'],
  ['javascript', 'typescript'],
  ['javascriptreact', 'typescript'],
  ['cpp', 'c'],
  ['cuda-cpp', 'c'],
  ['objective-c', 'c'],
  ['objective-cpp', 'c'],
  ['jsonc', 'json'],
  ['scss', 'css'],
  ['less', 'css'],
]);

function dialectOf(languageId: string): string {
  return dialects.get(languageId) ?? languageId;
}

function syntaxOf(languageId: string): CommentSyntax {
  const known = syntaxLanguages.find(({ id, alsoIds }) => id === languageId || alsoIds?.includes(languageId));
  if (known !== undefined) return { start: known.lineComment };
  return others.find(({ ids }) => ids.includes(languageId)) ?? { start: '#' };
}

/** Languages that have no grammar here and other comments than `#`. */
const others: readonly (CommentSyntax & { readonly ids: readonly string[] })[] = [
  {
    start: '//',
    ids: [
      ...['cuda-cpp', 'dart', 'fsharp', 'glsl', 'groovy', 'hlsl', 'jsonc', 'json', 'less', 'objective-c'],
      ...['objective-cpp', 'pug', 'scala', 'scss', 'shaderlab', 'solidity', 'swift', 'verilog', 'zig'],
    ],
  },
  { start: '--', ids: ['ada', 'elm', 'haskell', 'lua', 'sql', 'vhdl'] },
  { start: ';;', ids: ['clojure', 'commonlisp', 'lisp', 'scheme'] },
  { start: '%', ids: ['bibtex', 'erlang', 'latex', 'matlab', 'prolog', 'tex'] },
  { start: "'", ids: ['vb'] },
  { start: 'REM', ids: ['bat'] },
  { start: '!', ids: ['fortran', 'fortran-modern'] },
  { start: '/*', end: '*/', ids: ['css'] },
  { start: '(*', end: '*)', ids: ['ocaml', 'pascal'] },
  { start: '<!--', end: '-->', ids: ['html', 'markdown', 'svelte', 'vue', 'xml', 'xsl'] },
];

/** `* /` for `*` + `/`. */
function blunt(end: string): string {
  return `${end.slice(0, -1)} ${end.slice(-1)}`;
}
