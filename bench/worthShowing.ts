/**
 * Which completions are shown, and whether those are the right ones: the lines that `bench:context` masks, completed by the
 * default model at their start and in their middle. Beside it, how many completions would break a document that parses, and
 * how many of those were shown.
 *
 * A completion is right where it is what stood there, to the end of the line. What is hidden is asked for by a key, which
 * shows it, so that showing everything is measured on the same completions.
 *
 * Names are looked up in an index of the repository, in which the line's own file does not count: it has the masked line. How
 * often a completion has one that exists nowhere, and how often what stood there has one, is what `nameDoubts.ts` goes by.
 *
 * Usage: node bench/worthShowing.ts [--json] [--repo DIR]... [--only NAME,NAME] [--lines N] [--seed N] [--model FILE]
 *   [--eagerness eager|balanced|quiet] [--minutes N] [--context-size N] [--without-index]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { closedForms } from '../src/core/completion/closedForms.ts';
import { Completer, type Completion, type CompletionRequest } from '../src/core/completion/completer.ts';
import type { NameQuery, UsedName } from '../src/core/completion/nameDoubts.ts';
import { unknownNames } from '../src/core/completion/unknownNames.ts';
import { countErrors } from '../src/core/syntax/countErrors.ts';
import { firstParsing } from '../src/core/syntax/firstParsing.ts';
import { Grammars } from '../src/core/syntax/grammars.ts';
import { withTree } from '../src/core/syntax/parse.ts';
import type { FolderIndex } from '../src/indexer/folderIndex.ts';
import { parseSettings } from '../src/shared/settings.ts';
import type { InsertionQuery } from '../src/shared/syntaxQuery.ts';
import { applyEdit } from '../src/shared/text.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { EngineFixture, never } from '../test/support/engineFixture.ts';
import { IndexFixture } from '../test/support/indexFixture.ts';
import { sourceAssets } from '../tools/bundle/syntaxAssets.ts';
import { loadRepository } from './support/context/loadRepository.ts';
import { type MaskedLine, sampleLines } from './support/context/questions.ts';
import { repositories } from './support/context/repositories.ts';
import { seededRandom, shuffled } from './support/context/seededRandom.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repo: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    lines: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    model: { type: 'string' },
    eagerness: { type: 'string', default: 'balanced' },
    minutes: { type: 'string', default: '600' },
    'context-size': { type: 'string', default: '1024' },
    'without-index': { type: 'boolean', default: false },
  },
});
/** What is asked by then is reported. */
const endMs = performance.now() + Number(options.minutes) * 60_000;

/** A cursor in a masked line. */
interface Question {
  readonly index: FolderIndex;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly offset: number;
  /** What stood between the cursor and the end of the line. */
  readonly wanted: string;
}

interface Answered {
  readonly isRight: boolean;
  readonly isShown: boolean;
  /** The document parsed, and does not with what is shown, however what that opens will be closed. */
  readonly breaks: boolean;
  /** Names that exist nowhere: in what was answered, and in what stood there. */
  readonly unknown: { readonly answered: readonly UsedName[]; readonly wanted: readonly UsedName[] };
}

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..')));
const answers: Answered[] = [];
/** Completions that were cut back, or dropped, because the document would not parse with them. */
let mended = 0;
const indexes: IndexFixture[] = [];
const names = { absentNames: absentFrom, openTexts: () => [] };
/** What is being asked. */
let current: Question | undefined;
/** Of the last completion that was looked at for its names. */
let query: NameQuery | undefined;
const fixture = await EngineFixture.create();
try {
  const engine = fixture.client(options.model ?? (await ensureDefaultModel()), {
    params: { contextSizeTokens: Number(options['context-size']) },
  });
  await engine.model(never);
  const settings = parseSettings({
    'completion.multiline': 'never',
    'completion.alternatives': 1,
    'completion.eagerness': options.eagerness,
  }).settings.completion;
  const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
  const completer = new Completer({
    ...{ engine, clock, settings: () => settings, log: () => {}, firstParsing: firstOf },
    ...(!options['without-index'] && { unknownNames: noteNames }),
  });
  for (const question of await questions()) {
    if (performance.now() > endMs) break;
    current = question;
    query = undefined;
    const shown = await complete(completer, question, 'automatic');
    const found = shown ?? (await complete(completer, question, 'explicit'));
    if (found === undefined) continue;
    const isRight = found.text.trim() === question.wanted.trim();
    answers.push({
      isRight,
      isShown: shown !== undefined,
      breaks: shown !== undefined && (await breaks(question, shown)),
      unknown: { answered: await unknownIn(found.text), wanted: await unknownIn(question.wanted) },
    });
    // Who is offered the right text takes it, which decides how much they are shown.
    if (shown !== undefined && isRight) {
      const edits = [{ deletedLength: 0, insertedText: shown.text }];
      completer.noteChange({ uri: uriOf(question), reason: 'edit', edits });
    }
    process.stderr.write(`${answers.length} completions   \r`);
  }
} finally {
  await fixture.dispose();
  for (const index of indexes) await index.dispose();
}
report();

async function questions(): Promise<readonly Question[]> {
  const only = options.only.split(',').filter((name) => name !== '');
  const found: Question[] = [];
  for (const repository of await repositories({ folders: options.repo, only }, (name, why) =>
    console.error(`${name} is left out: ${why}`),
  )) {
    const index = new IndexFixture({}, repository.root);
    indexes.push(index);
    await index.open('memory');
    const { lines } = sampleLines(await loadRepository(repository), Number(options.lines), Number(options.seed));
    found.push(...lines.flatMap((line) => cursorsIn(line, index.index)));
  }
  return shuffled(found, seededRandom(`${options.seed} cursors`));
}

/** At the line's start, and behind the word in its middle. */
function cursorsIn(line: MaskedLine, index: FolderIndex): readonly Question[] {
  const { path, languageId, text, offset, original } = line;
  const content = original.trimStart();
  const half = /^.{4,}?\b/.exec(content.slice(Math.floor(content.length / 3)))?.[0].length ?? 0;
  return [0, Math.floor(content.length / 3) + half].map((typed) => ({
    index,
    path,
    languageId,
    text: text.slice(0, offset) + content.slice(0, typed) + text.slice(offset),
    offset: offset + typed,
    wanted: content.slice(typed),
  }));
}

async function complete(completer: Completer, question: Question, trigger: CompletionRequest['trigger']) {
  const { languageId, text, offset } = question;
  const [first] = await completer.complete(
    { document: { uri: uriOf(question), languageId }, text, offset, trigger },
    never,
  );
  return first;
}

async function firstOf(query: InsertionQuery): Promise<number | undefined> {
  const grammar = await grammars.load(query.languageId);
  if (grammar === undefined) return undefined;
  const index = firstParsing(grammar, query, () => false);
  if (index !== undefined && index !== 0) mended += 1;
  return index;
}

function noteNames(asked: NameQuery, signal: AbortSignal): Promise<readonly UsedName[]> {
  query = asked;
  return unknownNames(names, asked, signal);
}

/** In a text at the place that was asked about last. */
async function unknownIn(text: string): Promise<readonly UsedName[]> {
  return query === undefined ? [] : await unknownNames(names, { ...query, text }, never);
}

async function absentFrom(names: readonly string[]): Promise<readonly string[] | undefined> {
  if (current === undefined) return undefined;
  const { index, path } = current;
  const used = index.reader.referencingFiles(names, path);
  const defined = new Set(
    index.reader.symbolsNamed(names).flatMap((found) => (found.path === path ? [] : [found.symbol.name])),
  );
  return names.filter((name) => !used.get(name) && !defined.has(name));
}

/** Parsed anew, by another way than the one that is measured. */
async function breaks({ languageId, text }: Question, shown: Completion): Promise<boolean> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) return false;
  const errorsOf = (code: string) => withTree(grammar, code, () => false, countErrors) ?? 0;
  const forms = [shown.text, ...closedForms(shown.text, languageId)];
  const parses = forms.some((newText) => errorsOf(applyEdit(text, { range: shown.range, newText })) === 0);
  return errorsOf(text) === 0 && !parses;
}

function uriOf({ path }: Question): string {
  return `file:///${path}`;
}

function report(): void {
  const shown = answers.filter(({ isShown }) => isShown);
  const precision = (some: readonly Answered[]) => some.filter(({ isRight }) => isRight).length / some.length;
  const figures = {
    completions: answers.length,
    precision: { shown: precision(shown), all: precision(answers), ratio: precision(shown) / precision(answers) },
    shownShare: shown.length / answers.length,
    wouldBreak: mended,
    broken: answers.filter((one) => one.breaks).length,
    unknownNames: { plain: unknownShares(false), member: unknownShares(true) },
  };
  const { plain, member } = figures.unknownNames;
  printResult(
    `What is worth showing: ${answers.length} completions, ${options.eagerness}`,
    [
      { figure: 'right, of all', value: percent(figures.precision.all), bound: '' },
      { figure: 'right, of what is shown', value: percent(figures.precision.shown), bound: '' },
      { figure: 'ratio', value: figures.precision.ratio.toFixed(2), bound: 'at least 1.5' },
      { figure: 'shown, of all', value: percent(figures.shownShare), bound: 'at least 50 %' },
      { figure: 'cut back or dropped, since the document would not parse', value: figures.wouldBreak, bound: '' },
      { figure: 'shown that break a document that parses', value: figures.broken, bound: 0 },
      { figure: 'a name that exists nowhere is in what stood there', value: percent(plain.wanted), bound: '' },
      { figure: '  in what is answered', value: percent(plain.answered), bound: '' },
      { figure: '  in an answer that is right', value: plain.right, bound: '' },
      { figure: 'one behind a dot is in what stood there', value: percent(member.wanted), bound: '' },
      { figure: '  in what is answered', value: percent(member.answered), bound: '' },
      { figure: '  in an answer that is right', value: member.right, bound: '' },
    ],
    figures,
  );
}

/** Shares of all completions; `right`: how many. */
function unknownShares(isMember: boolean) {
  const has = (some: readonly UsedName[]) => some.some((one) => one.isMember === isMember);
  const answered = answers.filter(({ unknown }) => has(unknown.answered));
  return {
    wanted: answers.filter(({ unknown }) => has(unknown.wanted)).length / answers.length,
    answered: answered.length / answers.length,
    right: answered.filter(({ isRight }) => isRight).length,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
