import type { Snippet } from '../../../src/core/context/snippet.ts';
import { modelFamilies, type PromptMode } from '../../../src/core/prompt/families.ts';
import type { OffsetRange } from '../../../src/shared/text.ts';
import { freshPrompt } from '../../../test/support/freshPrompt.ts';
import { type ContextPrompt, evaluatedForContext, isSame, movedSnippets, tokensOf } from './contextChange.ts';
import { isHit } from './isHit.ts';
import { type LeewardContestant, toQuote } from './leewardContestant.ts';
import type { ParsedRepository } from './loadRepository.ts';
import type { ParsedSource } from './parseSource.ts';
import { plainLanguage, questionsOf } from './questions.ts';
import { seededRandom, shuffled } from './seededRandom.ts';
import type { TruthFinder } from './truth.ts';

/** When the context is chosen anew: as the product does while one types on, or as if one paused behind every key. */
export type Pace = 'eachLine' | 'eachKeystroke';

export interface TypedFunction {
  readonly path: string;
  readonly keystrokes: number;
  /** Snippets that are still there and stand elsewhere among the others that are. Summed over all choices. */
  readonly moved: number;
  /** Snippets that went. */
  readonly replaced: number;
  /** Times that the context was another one. */
  readonly changes: number;
  /**
   * Tokens of the prompt from the first changed piece of the context to the end, for each change: what is evaluated only
   * because the context has changed. Per 100 keystrokes, as a share of the whole prompt.
   */
  readonly evaluatedShare: number;
  /** Definitions of other files that the typed lines needed, and those that the context had when the line was begun. */
  readonly needed: number;
  readonly shown: number;
}

const keystrokes = 200;
const contextSizeTokens = 8_192;

/** Functions of at least 200 keystrokes, drawn by chance, at most one a file. */
export function functionsToType(repository: ParsedRepository, count: number, seed: number): readonly FunctionPlace[] {
  const files = [...repository.files.values()].filter(
    ({ languageId }) => repository.languageId === undefined || plainLanguage(languageId) === repository.languageId,
  );
  const random = seededRandom(`${seed} typing ${repository.name}`);
  return shuffled(files, random)
    .flatMap((file) => {
      const long = file.bodies.filter(({ start, end }) => keysOf(file.text.slice(start, end)).length > keystrokes + 20);
      const [body] = shuffled(long, random);
      return body === undefined ? [] : [{ file, body }];
    })
    .slice(0, count);
}

export interface FunctionPlace {
  readonly file: ParsedSource;
  readonly body: OffsetRange;
}

/** Takes the function's body away and types its beginning again. */
export async function typeFunction(
  leeward: LeewardContestant,
  finder: TruthFinder,
  { file, body }: FunctionPlace,
  pace: Pace,
): Promise<TypedFunction> {
  const { path, languageId, text } = file;
  const hasBraces = text[body.start] === '{';
  const before = text.slice(0, body.start + (hasBraces ? 1 : 0));
  const behind = `\n${text.slice(body.end - (hasBraces ? 1 : 0))}`;
  const choose = async (typed: string, previous: readonly Snippet[]) => {
    const place = { path, languageId, text: before + typed + behind, offset: before.length + typed.length };
    return (await leeward.decide(place, previous)).snippets;
  };
  let typed = '';
  let snippets = await choose(typed, []);
  let prompt = promptOf(file, before, typed, behind, snippets);
  let [moved, replaced, changes, evaluatedShare, needed, shown] = [0, 0, 0, 0, 0, 0];
  const lines = text.split('\n');
  for (const key of keysOf(text.slice(before.length, body.end)).slice(0, keystrokes)) {
    typed += key;
    const isNewLine = key.startsWith('\n');
    if (pace === 'eachLine' && !isNewLine) continue;
    const next = await choose(typed, snippets);
    const nextPrompt = promptOf(file, before, typed, behind, next);
    const evaluated = evaluatedForContext(prompt, nextPrompt);
    moved += movedSnippets(snippets, next);
    replaced += snippets.filter((one) => !next.some((other) => isSame(one, other))).length;
    changes += evaluated > 0 ? 1 : 0;
    evaluatedShare += evaluated / tokensOf(nextPrompt.segments);
    [snippets, prompt] = [next, nextPrompt];
    if (!isNewLine) continue;
    const line = (before + typed).split('\n').length - 1;
    const { questions } = questionsOf(finder, file, line, lines[line] ?? '');
    needed += questions.length;
    shown += questions.filter(({ definitions }) => isHit(next.map(toQuote), definitions)).length;
  }
  const share = (evaluatedShare * 100) / keystrokes;
  return { path, keystrokes, moved, replaced, changes, evaluatedShare: share, needed, shown };
}

/** An editor writes a new line's indentation itself. */
function keysOf(text: string): readonly string[] {
  return text.match(/\n[\s]*|./gsu) ?? [];
}

function promptOf(
  { path, languageId }: ParsedSource,
  before: string,
  typed: string,
  behind: string,
  snippets: readonly Snippet[],
): ContextPrompt {
  const { segments, stableSegments = 0 } = freshPrompt({
    ...{ mode: promptMode(), prefix: before + typed, suffix: behind, contextSizeTokens, languageId },
    repo: { repoName: 'repository', path, snippets },
  });
  return { segments, contextSegments: stableSegments };
}

/** The coders of Qwen: the family that is recommended, and the most usual order. */
function promptMode(): PromptMode {
  const family = modelFamilies.find(({ name, fim }) => /qwen/i.test(name) && fim !== undefined);
  if (family?.fim === undefined) throw new Error('There is no family of Qwen.');
  return { kind: 'fim', family, fim: family.fim };
}
