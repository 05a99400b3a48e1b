/**
 * Needed-symbol recall: is the definition that the next line needs in the prompt? And stability: how often does what is
 * said of other files change while one types?
 *
 * Recall. Lines within function bodies of real repositories are masked, one at a time, drawn by a seed. Each name on such a
 * line that another file of the repository defines, and its own does not, is a question. Leeward, llama.vscode's ring of
 * recent chunks (`ringContestant.ts`) and plain BM25 (`bm25Contestant.ts`) choose what to say of other files within the
 * same estimated tokens, paths included. A question is hit where the signature of one of its definitions is among that.
 *
 * Truth is made by queries and rules of the bench's own (`truthQueries.ts`, `truth.ts`), in this order:
 * 1. `imported`: the file imports the name; re-exports are followed to the definition.
 * 2. `visible`: the language shows the name without naming it: the package of Go, Java and Kotlin, included headers of C and
 *    C++ (and non-static functions that those declare), wildcard imports.
 * 3. `namedReceiver`, `typedReceiver`: what stands before the dot is an imported module, a type, or a variable whose type
 *    the file says; the member of that type, or of what it extends.
 * 4. `inherited`: a member, by `this` or alone, that a type of the file has from what it extends.
 * 5. `byName`: what stands before the dot is unknown; members of that name, at most 5 in the repository, in files that this
 *    one reaches by imports. Any one counts.
 * Left out, and counted: names with more definitions (`tooMany`), members of the language's standard types
 * (`standardName`), members that most of the files that use the name do not reach (`notConnected`), names that simple
 * rules do not follow (`ambiguousReceiver`, `unresolvedImport`, and `shadowed`: imported, and declared again). Private definitions are nobody else's.
 *
 * Weights of the ranking are fitted on most of the repositories; those held out (`pinnedRepositories.ts`) have a table of
 * their own.
 *
 * Stability. The body of a function is removed and its first 200 keystrokes are typed again; the context is chosen anew in
 * each new line, as the product does while one types on, and once more at each keystroke, as if one paused behind each.
 * What is there is kept where it is worth it, so recall is counted here too, on the lines that are typed.
 *
 * Usage: node bench/context.ts [--json] [--repo DIR]... [--only NAME,NAME] [--lines N] [--seed N] [--budget TOKENS]
 *   [--functions N] [--misses] [--explain]
 */
import { parseArgs } from 'node:util';
import { Bm25Contestant } from './support/context/bm25Contestant.ts';
import { type Contestant, type ContestantName, contestantNames } from './support/context/contestant.ts';
import { explainLine, explainMiss } from './support/context/explain.ts';
import { isHit } from './support/context/isHit.ts';
import { LeewardContestant } from './support/context/leewardContestant.ts';
import { loadRepository, type ParsedRepository } from './support/context/loadRepository.ts';
import { type MaskedLine, plainLanguage, sampleLines } from './support/context/questions.ts';
import { RealTokens } from './support/context/realTokens.ts';
import type { Answer } from './support/context/recallTable.ts';
import { reportContext } from './support/context/reportContext.ts';
import { repositories } from './support/context/repositories.ts';
import { RingContestant } from './support/context/ringContestant.ts';
import { TruthFinder } from './support/context/truth.ts';
import { functionsToType, type Pace, type TypedFunction, typeFunction } from './support/context/typing.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repo: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    lines: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    budget: { type: 'string', default: '1024' },
    functions: { type: 'string', default: '1' },
    chunk: { type: 'string', default: '20' },
    misses: { type: 'boolean' },
    explain: { type: 'boolean' },
  },
});
const budgetTokens = Number(options.budget);
const only = options.only.split(',').filter((name) => name !== '');

const missing: string[] = [];
const answers: Answer[] = [];
const leftOut = new Map<string, number>();
const paces: readonly Pace[] = ['eachLine', 'eachKeystroke'];
const realTokens = new Map<ContestantName, number[]>(contestantNames.map((name) => [name, []]));
const vocabulary = await RealTokens.start();
const typed = new Map<Pace, TypedFunction[]>(paces.map((pace) => [pace, []]));
for (const repository of await repositories({ folders: options.repo, only }, noteMissing)) {
  const parsed = await loadRepository(repository);
  const sample = sampleLines(parsed, Number(options.lines), Number(options.seed));
  for (const [reason, count] of sample.leftOut) leftOut.set(reason, (leftOut.get(reason) ?? 0) + count);
  const leeward = await LeewardContestant.create(parsed.root, budgetTokens);
  const finder = new TruthFinder(parsed);
  await ask(parsed, sample.lines, leeward, finder);
  for (const place of functionsToType(parsed, Number(options.functions), Number(options.seed)))
    for (const pace of paces) typed.get(pace)?.push(await typeFunction(leeward, finder, place, pace));
  leeward.close();
}
await vocabulary?.dispose();
reportContext({ answers, leftOut, missing, budgetTokens, realTokens, typed });

function noteMissing(name: string, reason: string): void {
  missing.push(name);
  console.error(`${name} is left out: ${reason}`);
}

async function ask(
  parsed: ParsedRepository,
  lines: readonly MaskedLine[],
  leeward: LeewardContestant,
  finder: TruthFinder,
): Promise<void> {
  const ring = new RingContestant(finder, budgetTokens);
  const bm25 = new Bm25Contestant(parsed, budgetTokens, Number(options.chunk));
  const contestants: readonly Contestant[] = [leeward, ring, bm25];
  for (const [index, line] of lines.entries()) {
    const quotes = new Map<ContestantName, Awaited<ReturnType<Contestant['choose']>>>();
    for (const contestant of contestants) {
      const chosen = await contestant.choose(line);
      quotes.set(contestant.name, chosen);
      if (vocabulary !== undefined) realTokens.get(contestant.name)?.push(vocabulary.count(chosen));
    }
    const isHitOf = (name: ContestantName, definitions: MaskedLine['questions'][number]['definitions']) =>
      isHit(quotes.get(name) ?? [], definitions);
    if (options.explain) console.log(explainLine(line));
    for (const question of line.questions) {
      const hits = Object.fromEntries(
        contestantNames.map((name) => [name, isHitOf(name, question.definitions)]),
      ) as Answer['hits'];
      answers.push({
        languageId: plainLanguage(line.languageId),
        repository: parsed.name,
        isHeldOut: parsed.isHeldOut,
        hits,
      });
      if (options.misses && !hits.leeward) console.log(explainMiss(line, question, await leeward.decide(line)));
    }
    if (index % 10 === 9) process.stderr.write(`${parsed.name}: line ${index + 1} of ${lines.length}   \r`);
  }
}
