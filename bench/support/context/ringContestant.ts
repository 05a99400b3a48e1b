import { posix } from 'node:path';
import type { Contestant, Quote } from './contestant.ts';
import { fitQuotes } from './fitQuotes.ts';
import type { ParsedSource } from './parseSource.ts';
import type { MaskedLine } from './questions.ts';
import type { TruthFinder } from './truth.ts';

/** Chunks that the ring holds. */
const ringChunks = 16;
/** Lines of a chunk from around a cursor: half of the ring's chunk size, which is what it takes of anything longer. */
const chunkLines = 32;
const maxSimilarity = 0.9;

/**
 * The ring of llama.vscode: chunks around the cursor in files that were visited, the 16 latest, without those that nearly
 * repeat another. Newest first, until the budget is full.
 *
 * It remembers where the user was, so a session is made up, to its advantage. Before the masked line the user has looked
 * up the definitions, in other files, of what the file uses, farthest from the masked line first: so the newest chunks are
 * those of the names nearest to the line (not of those on it). Each cursor stood in the middle of a chunk; llama.vscode
 * takes a random part of its surroundings. Where a file uses too little, the files of its folder were opened before.
 */
export class RingContestant implements Contestant {
  readonly name = 'ring';
  readonly #finder: TruthFinder;
  readonly #budgetTokens: number;

  constructor(finder: TruthFinder, budgetTokens: number) {
    this.#finder = finder;
    this.#budgetTokens = budgetTokens;
  }

  async choose(line: MaskedLine): Promise<readonly Quote[]> {
    const newestFirst: Required<Quote>[] = [];
    for (const visit of this.#visitsNewestFirst(line)) {
      if (newestFirst.length === ringChunks) break;
      const chunk = this.#chunkAround(visit);
      if (chunk !== undefined && !newestFirst.some((other) => similarity(other.text, chunk.text) > maxSimilarity))
        newestFirst.push(chunk);
    }
    return fitQuotes(newestFirst, this.#budgetTokens);
  }

  #visitsNewestFirst({ path, line }: MaskedLine): readonly Visit[] {
    const file = this.#finder.names.repository.files.get(path);
    if (file === undefined) return [];
    const uses = file.uses.filter((use) => use.line !== line);
    const nearestFirst = uses.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
    const visits = new Map<string, Visit>();
    for (const use of nearestFirst) {
      if (visits.size === ringChunks * 2) break;
      const truth = visits.has(use.name) ? undefined : this.#finder.truthOf(file, use);
      const definition = truth?.kind === 'known' ? truth.definitions[0] : undefined;
      if (definition !== undefined) visits.set(use.name, { path: definition.path, line: definition.lines.start });
    }
    return [...visits.values(), ...this.#neighbours(file)];
  }

  #neighbours({ path }: ParsedSource): readonly Visit[] {
    const paths = this.#finder.names.repository.pathsByFolder.get(posix.dirname(path)) ?? [];
    return paths.filter((other) => other !== path).map((other) => ({ path: other, line: 0 }));
  }

  #chunkAround({ path, line }: Visit): Required<Quote> | undefined {
    const lines = this.#finder.names.repository.files.get(path)?.text.split('\n') ?? [];
    const start = Math.max(0, Math.min(line - chunkLines / 2, lines.length - chunkLines));
    const end = Math.min(lines.length, start + chunkLines);
    return end - start < 3 ? undefined : { path, text: lines.slice(start, end).join('\n'), lines: { start, end } };
  }
}

interface Visit {
  readonly path: string;
  readonly line: number;
}

/** Of their sets of lines: shared ones by all. */
function similarity(a: string, b: string): number {
  const [one, other] = [new Set(a.split('\n')), new Set(b.split('\n'))];
  const shared = [...one].filter((line) => other.has(line)).length;
  return shared / (one.size + other.size - shared);
}
