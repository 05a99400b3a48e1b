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
 * Stability. The body of a function is removed and its first 200 keystrokes are typed again; the context is chosen anew in
 * each new line, as the product does while one types on, and once more at each keystroke, as if one paused behind each.
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
import { type MaskedLine, sampleLines } from './support/context/questions.ts';
import { type Answer, macroRecall, type Recall, recallBy, recallOf } from './support/context/recallTable.ts';
import { repositories } from './support/context/repositories.ts';
import { RingContestant } from './support/context/ringContestant.ts';
import { type Stability, stabilityOf } from './support/context/stabilityTable.ts';
import { TruthFinder } from './support/context/truth.ts';
import { functionsToType, type Pace, type TypedFunction, typeFunction } from './support/context/typing.ts';
import { printResult } from './support/printResult.ts';

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
const typed = new Map<Pace, TypedFunction[]>(paces.map((pace) => [pace, []]));
for (const repository of await repositories({ folders: options.repo, only }, noteMissing)) {
  const parsed = await loadRepository(repository);
  const sample = sampleLines(parsed, Number(options.lines), Number(options.seed));
  for (const [reason, count] of sample.leftOut) leftOut.set(reason, (leftOut.get(reason) ?? 0) + count);
  const leeward = await LeewardContestant.create(parsed.root, budgetTokens);
  await ask(parsed, sample.lines, leeward);
  for (const place of functionsToType(parsed, Number(options.functions), Number(options.seed)))
    for (const pace of paces) typed.get(pace)?.push(await typeFunction(leeward, place, pace));
  leeward.close();
}
report();

function noteMissing(name: string, reason: string): void {
  missing.push(name);
  console.error(`${name} is left out: ${reason}`);
}

async function ask(parsed: ParsedRepository, lines: readonly MaskedLine[], leeward: LeewardContestant): Promise<void> {
  const ring = new RingContestant(new TruthFinder(parsed), budgetTokens);
  const bm25 = new Bm25Contestant(parsed, budgetTokens, Number(options.chunk));
  const contestants: readonly Contestant[] = [leeward, ring, bm25];
  for (const [index, line] of lines.entries()) {
    const quotes = new Map<ContestantName, Awaited<ReturnType<Contestant['choose']>>>();
    for (const contestant of contestants) quotes.set(contestant.name, await contestant.choose(line));
    const isHitOf = (name: ContestantName, definitions: MaskedLine['questions'][number]['definitions']) =>
      isHit(quotes.get(name) ?? [], definitions);
    if (options.explain) console.log(explainLine(line));
    for (const question of line.questions) {
      const hits = Object.fromEntries(
        contestantNames.map((name) => [name, isHitOf(name, question.definitions)]),
      ) as Answer['hits'];
      answers.push({ languageId: plainLanguage(line.languageId), repository: parsed.name, hits });
      if (options.misses && !hits.leeward) console.log(explainMiss(line, question, await leeward.decide(line)));
    }
    if (index % 10 === 9) process.stderr.write(`${parsed.name}: line ${index + 1} of ${lines.length}   \r`);
  }
}

function plainLanguage(languageId: string): string {
  return languageId.replace(/react$/, '');
}

function report(): void {
  const byLanguage = recallBy(answers, 'languageId');
  const byRepository = recallBy(answers, 'repository');
  const recall = recallOf(answers);
  const macro = macroRecall(byLanguage);
  const worst = Math.min(...Object.values(byLanguage).map(({ leeward }) => leeward));
  const row = (name: string, { leeward, ring, bm25 }: Recall, questions: number) => ({
    name,
    questions,
    leeward: percent(leeward),
    ring: percent(ring),
    bm25: percent(bm25),
  });
  console.log('Left out, since simple rules do not tell what they mean:', Object.fromEntries(leftOut));
  const stability = Object.fromEntries(
    [...typed]
      .filter(([, functions]) => functions.length > 0)
      .map(([pace, functions]) => [pace, stabilityOf(functions)]),
  );
  console.log(
    'Typing 200 keystrokes in a function; wanted: at most 1 snippet moved, at most 5 % evaluated for the context',
  );
  console.table(Object.entries(stability).map(([pace, figures]) => stabilityRow(pace, figures)));
  console.table(Object.entries(byRepository).map(([name, figures]) => row(name, figures, figures.questions)));
  printResult(
    `Definitions of other files that the masked line needs, in the prompt at ${budgetTokens} estimated tokens`,
    [
      ...Object.entries(byLanguage).map(([name, figures]) => row(name, figures, figures.questions)),
      row('all questions', recall, answers.length),
      row('mean of languages', macro, answers.length),
      { name: 'wanted: all at least 85 %, worst language at least 75 %', leeward: `worst ${percent(worst)}` },
    ],
    {
      recall,
      macro,
      worst,
      byLanguage,
      byRepository,
      questions: answers.length,
      leftOut: Object.fromEntries(leftOut),
      stability,
      missing,
      budgetTokens,
    },
  );
}

function stabilityRow(pace: string, { functions, moved, replaced, changes, evaluatedShare }: Stability) {
  return {
    'chosen at': pace,
    functions,
    'moved (mean, most)': `${moved.mean.toFixed(2)}, ${moved.greatest}`,
    'replaced (mean)': replaced.mean.toFixed(2),
    'changes (mean)': changes.mean.toFixed(2),
    'evaluated per 100 keystrokes (mean, median, most)': [
      evaluatedShare.mean,
      evaluatedShare.median,
      evaluatedShare.greatest,
    ]
      .map(percent)
      .join(', '),
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
