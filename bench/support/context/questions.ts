import type { ParsedRepository } from './loadRepository.ts';
import type { Definition, ParsedSource } from './parseSource.ts';
import { seededRandom, shuffled } from './seededRandom.ts';
import { type LeftOutReason, TruthFinder, type TruthRule } from './truth.ts';

/** A masked line. */
export interface MaskedLine {
  readonly path: string;
  readonly languageId: string;
  readonly line: number;
  /** The line as it was. */
  readonly original: string;
  /** The file without the line's text. */
  readonly text: string;
  /** The cursor: behind the line's indentation. */
  readonly offset: number;
  readonly questions: readonly Question[];
}

/** One symbol that the line needs. */
export interface Question {
  readonly name: string;
  /** Any one is enough. */
  readonly definitions: readonly Definition[];
  readonly rule: TruthRule;
}

export interface LineSample {
  readonly lines: readonly MaskedLine[];
  readonly leftOut: ReadonlyMap<LeftOutReason, number>;
}

/** `typescript` of TSX too. */
export function plainLanguage(languageId: string): string {
  return languageId.replace(/react$/, '');
}

/** At most `count` lines within function bodies that use a symbol of another file, drawn by chance. */
export function sampleLines(repository: ParsedRepository, count: number, seed: number): LineSample {
  const finder = new TruthFinder(repository);
  const places = [...repository.files.values()]
    .filter(
      ({ languageId }) => repository.languageId === undefined || plainLanguage(languageId) === repository.languageId,
    )
    .flatMap((file) => [...file.bodyLines].map((line) => ({ file, line })));
  const lines: MaskedLine[] = [];
  const leftOut = new Map<LeftOutReason, number>();
  for (const { file, line } of shuffled(places, seededRandom(`${seed} ${repository.name}`))) {
    if (lines.length === count) break;
    const masked = maskedLine(finder, file, line, leftOut);
    if (masked !== undefined) lines.push(masked);
  }
  return { lines, leftOut };
}

function maskedLine(
  finder: TruthFinder,
  file: ParsedSource,
  line: number,
  leftOut: Map<LeftOutReason, number>,
): MaskedLine | undefined {
  const textLines = file.text.split('\n');
  const original = textLines[line] ?? '';
  const { questions, reasons } = questionsOf(finder, file, line, original);
  for (const reason of reasons) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  if (questions.length === 0) return undefined;
  const indentation = /^\s*/.exec(original)?.[0] ?? '';
  const before = textLines.slice(0, line).map((text) => `${text}\n`);
  const offset = before.join('').length + indentation.length;
  return {
    path: file.path,
    languageId: file.languageId,
    line,
    original,
    text: file.text.slice(0, offset) + file.text.slice(offset - indentation.length + original.length),
    offset,
    questions,
  };
}

/** What the line needs of other files, and why some of its names are not asked about. */
export function questionsOf(
  finder: TruthFinder,
  file: ParsedSource,
  line: number,
  text: string,
): { readonly questions: readonly Question[]; readonly reasons: readonly LeftOutReason[] } {
  if (/\brequire\(|\bimport[ (]|^\s*(?:from|use|#include)\b/.test(text)) return { questions: [], reasons: [] };
  const questions = new Map<string, Question>();
  const reasons = new Map<string, LeftOutReason>();
  for (const use of file.uses.filter((one) => one.line === line)) {
    const truth = finder.truthOf(file, use);
    if (truth.kind === 'known' && !questions.has(use.name))
      questions.set(use.name, { name: use.name, definitions: truth.definitions, rule: truth.rule });
    if (truth.kind === 'leftOut') reasons.set(use.name, truth.reason);
  }
  for (const name of questions.keys()) reasons.delete(name);
  return { questions: [...questions.values()], reasons: [...reasons.values()] };
}
