import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SyntaxLanguage } from '../../syntaxes/languages.ts';
import { listFiles } from '../../tools/listFiles.ts';

export interface SourceText {
  /** Its path, and what was done to it. */
  readonly name: string;
  readonly text: string;
}

const repository = resolve(import.meta.dirname, '..', '..');
const ownSamples = 'test/fixtures/syntax';

/** Of what is installed, in which there are minified and generated files. */
const maxInstalled = 30;
const installedBytes = { least: 300, most: 8000 };

/** Our samples of a language, and sources of it that `npm ci` has installed. The same in each clone. */
export function sourceTexts({ id, endings }: SyntaxLanguage): readonly SourceText[] {
  const own = join(repository, ownSamples, id);
  const samples = directoryNames(join(repository, ownSamples)).includes(id)
    ? readdirSync(own)
        .sort()
        .map((name) => readText(`${ownSamples}/${id}/${name}`))
    : [];
  return [...samples, ...installedTexts(endings)];
}

/**
 * `count` texts without a syntax error: those of `sources`, then changed ones. The same arguments give the same texts.
 *
 * @param isSound whether a text has no error.
 */
export function soundTexts(
  { lineComment }: SyntaxLanguage,
  sources: readonly SourceText[],
  count: number,
  isSound: (text: string) => boolean,
): readonly SourceText[] {
  const sound = sources.filter(({ text }) => isSound(text));
  const random = generator(1);
  const texts = sound.slice(0, count);
  for (let index = 0; texts.length < count; index++) {
    const source = pick(sound, random);
    const { name, apply } = changes[index % changes.length] as Change;
    const text = apply(source.text, random, lineComment);
    if (isSound(text)) texts.push({ name: `${source.name}, ${index}: ${name}`, text });
    if (index > 20 * count) throw new Error(`Hardly any change of ${source.name} leaves it sound.`);
  }
  return texts;
}

/** `count` texts that are damaged, so that parsers have to recover. The same arguments give the same texts. */
export function damagedTexts(sources: readonly SourceText[], count: number): readonly SourceText[] {
  const random = generator(2);
  return Array.from({ length: count }, (_, index) => {
    const source = pick(sources, random);
    const { name, apply } = damages[index % damages.length] as Damage;
    return { name: `${source.name}, ${index}: ${name}`, text: apply(source.text, random) };
  });
}

type Random = () => number;

interface Damage {
  readonly name: string;
  apply(text: string, random: Random): string;
}

interface Change {
  readonly name: string;
  apply(text: string, random: Random, lineComment: string): string;
}

const changes: readonly Change[] = [
  { name: 'a line less', apply: (text, random) => changeLines(text, random, (lines, at) => lines.toSpliced(at, 1)) },
  {
    name: 'lines repeated',
    apply: (text, random) =>
      changeLines(text, random, (lines, at, count) => lines.toSpliced(at, 0, ...lines.slice(at, at + count))),
  },
  {
    name: 'a comment more',
    apply: (text, random, lineComment) =>
      changeLines(text, random, (lines, at) => lines.toSpliced(at, 0, `  ${lineComment} ${pick(letters, random)} é`)),
  },
  { name: 'another name', apply: (text, random) => text.replaceAll(pick(wordsOf(text), random), 'other_name2') },
  { name: 'CRLF', apply: (text) => text.replaceAll('\n', '\r\n') },
];

const damages: readonly Damage[] = [
  {
    name: 'lines deleted',
    apply: (text, random) => changeLines(text, random, (lines, at, count) => lines.toSpliced(at, count)),
  },
  {
    name: 'lines repeated',
    apply: (text, random) =>
      changeLines(text, random, (lines, at, count) => lines.toSpliced(at, 0, ...lines.slice(at, at + count))),
  },
  {
    name: 'lines swapped',
    apply: (text, random) =>
      changeLines(text, random, (lines, at) => {
        const other = Math.floor(random() * lines.length);
        return lines.with(at, lines[other] ?? '').with(other, lines[at] ?? '');
      }),
  },
  { name: 'cut off', apply: (text, random) => text.slice(0, placeIn(text, random)) },
  { name: 'begun late', apply: (text, random) => text.slice(placeIn(text, random)) },
  { name: 'tokens put in', apply: (text, random) => putIn(text, random, tokens) },
  { name: 'letters put in', apply: (text, random) => putIn(text, random, letters) },
  {
    name: 'characters deleted',
    apply: (text, random) => {
      const at = placeIn(text, random);
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 12));
    },
  },
  { name: 'joined', apply: (text, random) => text.replaceAll('\n', (end) => (random() < 0.2 ? ' ' : end)) },
];

const tokens = [
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    ';',
    ',',
    ':',
    '::',
    '.',
    '=>',
    '->',
    '=',
    '==',
    '#',
    '@',
    '$',
    '%',
    '&',
    '|',
  ],
  ...[
    '"',
    "'",
    '`',
    '/*',
    '*/',
    '//',
    '<!--',
    '\\',
    '"""',
    '0x',
    '1e',
    'class',
    'if',
    'else',
    'return',
    'function',
    'end',
  ],
  ...[
    'def',
    'let',
    'const',
    'public',
    'static',
    'import',
    'use',
    'namespace',
    'do',
    'in',
    '\n',
    '\t',
    '\0',
    '<?php',
    '?>',
  ],
];
const letters = ['é', 'ß', 'λ', '名', '😀', '👩‍👩‍👧', '\u{2028}', '\u{feff}', '\u{301}', '\u{a0}'];

function putIn(text: string, random: Random, pieces: readonly string[]): string {
  let result = text;
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const at = placeIn(result, random);
    result = result.slice(0, at) + pick(pieces, random) + result.slice(at);
  }
  return result;
}

function changeLines(
  text: string,
  random: Random,
  change: (lines: readonly string[], at: number, count: number) => readonly string[],
): string {
  const lines = text.split('\n');
  return change(lines, Math.floor(random() * lines.length), 1 + Math.floor(random() * 5)).join('\n');
}

/** Words of some length, few of which are keywords. */
function wordsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\b[a-z]\w{4,}\b/gi) ?? ['a'])];
}

function placeIn(text: string, random: Random): number {
  return Math.floor(random() * (text.length + 1));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** 0 to 1, from a linear congruential generator. */
function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Some of the installed sources, from all over the packages. */
function installedTexts(endings: readonly string[]): readonly SourceText[] {
  const fits = installedFiles().filter(
    ({ path, sizeBytes }) =>
      endings.some((ending) => path.endsWith(ending)) &&
      sizeBytes >= installedBytes.least &&
      sizeBytes <= installedBytes.most,
  );
  const step = Math.max(1, fits.length / maxInstalled);
  const chosen = Array.from(
    { length: Math.min(maxInstalled, fits.length) },
    (_, index) => fits[Math.floor(index * step)],
  );
  return chosen.flatMap((file) => (file === undefined ? [] : [readText(`node_modules/${file.path}`)]));
}

let installed: readonly { readonly path: string; readonly sizeBytes: number }[] | undefined;

function installedFiles(): readonly { readonly path: string; readonly sizeBytes: number }[] {
  const folder = join(repository, 'node_modules');
  const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.c', '.h', '.cc', '.cpp', '.py', '.sh'];
  installed ??= listFiles(folder, endings, ['.cache']).map((path) => ({
    path,
    sizeBytes: statSync(join(folder, path)).size,
  }));
  return installed;
}

function readText(path: string): SourceText {
  return { name: path, text: readFileSync(join(repository, path), 'utf8') };
}

function directoryNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
