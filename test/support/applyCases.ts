import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An answer of a model, the document that a block of it is applied to, and what shall come of that. In
 * `test/golden/apply`, a file for each document:
 *
 *     === document src/cart.ts            (its text; then, for each answer:)
 *     === answer: what is special of it   (the answer as markdown; "block 2:" in front where not the first is applied)
 *     === placed                          (what changes: rows with ' ', '-' or '+', runs apart by '@@')
 *     === unchanged | === refused: words of the reason | === no block
 */
export interface ApplyCase {
  readonly file: string;
  readonly name: string;
  readonly document: { readonly path: string; readonly languageId: string; readonly text: string };
  readonly answer: string;
  readonly blockIndex: number;
  readonly expected:
    | { readonly kind: 'placed'; readonly text: string }
    | { readonly kind: 'unchanged' }
    | { readonly kind: 'refused'; readonly reason: string }
    | { readonly kind: 'no block' };
}

export function readApplyCases(): readonly ApplyCase[] {
  const folder = join(import.meta.dirname, '..', 'golden', 'apply');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readFile(name, readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')));
}

function readFile(file: string, content: string): readonly ApplyCase[] {
  const cases: ApplyCase[] = [];
  let document: ApplyCase['document'] | undefined;
  let answer: { readonly name: string; readonly blockIndex: number; readonly text: string } | undefined;
  for (const section of content.split(/^=== /m).slice(1)) {
    const cut = section.indexOf('\n');
    const title = section.slice(0, cut).trim();
    const text = section
      .slice(cut + 1)
      .replace(/\n{2,}$/, '\n')
      .replace(/^\n$/, '');
    const [, path] = /^document (\S+)$/.exec(title) ?? [];
    const [, number, name] = /^answer: (?:block (\d+): )?(.*)$/.exec(title) ?? [];
    if (path !== undefined) document = { path, languageId: languageOf(path), text };
    else if (name !== undefined) answer = { name, blockIndex: Number(number ?? 1) - 1, text: text.replace(/\n$/, '') };
    else {
      assert.ok(document !== undefined && answer !== undefined, `${file}: "${title}" belongs to no answer`);
      const { name: ownName, blockIndex, text: markdown } = answer;
      const expected = readExpected(title, text, document.text, `${file}: ${ownName}`);
      cases.push({ file, name: ownName, document, answer: markdown, blockIndex, expected });
      answer = undefined;
    }
  }
  return cases;
}

function readExpected(title: string, text: string, document: string, where: string): ApplyCase['expected'] {
  if (title === 'placed') return { kind: 'placed', text: change(document, text, where) };
  if (title === 'unchanged' || title === 'no block') return { kind: title };
  const [, reason] = /^refused: (.+)$/.exec(title) ?? [];
  assert.ok(reason !== undefined, `${where}: "${title}" is no outcome`);
  return { kind: 'refused', reason };
}

/** The document with the rows' changes; each run must stand in it once, to the letter. */
function change(document: string, rows: string, where: string): string {
  let text = `\n${document}`;
  for (const run of rows.replace(/\n$/, '').split(/^@@\n/m)) {
    const lines = run.replace(/\n$/, '').split('\n');
    for (const line of lines) assert.ok(/^(?:[ +-]|$)/.test(line), `${where}: "${line}" is no row`);
    const side = (other: string): string =>
      `\n${lines
        .filter((line) => !line.startsWith(other))
        .map((line) => `${line.slice(1)}\n`)
        .join('')}`;
    const [before, after] = [side('+'), side('-')];
    assert.equal(text.split(before).length, 2, `${where}: the document has not once: ${before}`);
    text = text.replace(before, () => after);
  }
  return text.slice(1);
}

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  c: 'c',
  h: 'cpp',
  cpp: 'cpp',
  cs: 'csharp',
  rb: 'ruby',
  php: 'php',
  kt: 'kotlin',
  swift: 'swift',
  lua: 'lua',
  sh: 'shellscript',
  sql: 'sql',
  css: 'css',
  scss: 'scss',
  html: 'html',
  vue: 'vue',
  md: 'markdown',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  Dockerfile: 'dockerfile',
  Makefile: 'makefile',
  txt: 'plaintext',
};

function languageOf(path: string): string {
  const language = languages[path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1)];
  assert.ok(language !== undefined, `no language for ${path}`);
  return language;
}
