import type { Contestant, Quote } from './contestant.ts';
import { fitQuotes } from './fitQuotes.ts';
import type { ParsedRepository } from './loadRepository.ts';
import type { MaskedLine } from './questions.ts';

interface IndexedChunk extends Required<Quote> {
  readonly counts: ReadonlyMap<string, number>;
  readonly words: number;
}

/** As usual. */
const k1 = 1.2;
const b = 0.75;
const linesAround = 20;

/**
 * Chunks of the other files, ranked by BM25 against the 20 lines above and below the masked one. An implementation of its
 * own: words are identifiers and their parts, so that `parseUrl` finds `UrlParser`.
 */
export class Bm25Contestant implements Contestant {
  readonly name = 'bm25';
  readonly #chunks: readonly IndexedChunk[];
  readonly #budgetTokens: number;
  readonly #documents = new Map<string, number>();
  readonly #meanWords: number;

  constructor({ files }: ParsedRepository, budgetTokens: number, chunkLines: number) {
    this.#budgetTokens = budgetTokens;
    this.#chunks = [...files.values()].flatMap(({ path, text }) => chunksOf(path, text, chunkLines));
    for (const { counts } of this.#chunks)
      for (const word of counts.keys()) this.#documents.set(word, (this.#documents.get(word) ?? 0) + 1);
    this.#meanWords = this.#chunks.reduce((sum, { words }) => sum + words, 0) / Math.max(1, this.#chunks.length);
  }

  async choose({ path, text, line }: MaskedLine): Promise<readonly Quote[]> {
    const lines = text.split('\n');
    const query = new Set(wordsOf(lines.slice(Math.max(0, line - linesAround), line + linesAround + 1).join('\n')));
    const ranked = this.#chunks
      .filter((chunk) => chunk.path !== path)
      .map((chunk) => ({ chunk, score: this.#score(chunk, query) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
    return fitQuotes(
      ranked.map(({ chunk }) => ({ path: chunk.path, text: chunk.text, lines: chunk.lines })),
      this.#budgetTokens,
    );
  }

  #score({ counts, words }: IndexedChunk, query: ReadonlySet<string>): number {
    let score = 0;
    for (const word of query) {
      const count = counts.get(word) ?? 0;
      if (count === 0) continue;
      const documents = this.#documents.get(word) ?? 0;
      const rarity = Math.log(1 + (this.#chunks.length - documents + 0.5) / (documents + 0.5));
      score += (rarity * count * (k1 + 1)) / (count + k1 * (1 - b + (b * words) / this.#meanWords));
    }
    return score;
  }
}

function chunksOf(path: string, text: string, chunkLines: number): readonly IndexedChunk[] {
  const lines = text.split('\n');
  const chunks: IndexedChunk[] = [];
  for (let start = 0; start < lines.length; start += chunkLines) {
    const end = Math.min(lines.length, start + chunkLines);
    const chunkText = lines.slice(start, end).join('\n');
    const counts = new Map<string, number>();
    const words = wordsOf(chunkText);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    if (words.length > 0) chunks.push({ path, text: chunkText, lines: { start, end }, counts, words: words.length });
  }
  return chunks;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/[A-Za-z_$][\w$]*/g)].flatMap(([word]) => {
    const parts = word.split(/_|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part.length > 1);
    return (parts.length > 1 ? [word, ...parts] : [word]).map((one) => one.toLowerCase());
  });
}
