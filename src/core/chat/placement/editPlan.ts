import type { LineChange } from './lineChange.ts';

/** What is to become of a document's lines. The first refusal ends all: what was planned besides no longer counts. */
export class EditPlan {
  readonly #changes: LineChange[] = [];
  #refusal: string | undefined;

  get changes(): readonly LineChange[] {
    return this.#changes;
  }

  get refusal(): string | undefined {
    return this.#refusal;
  }

  replace(start: number, end: number, lines: readonly string[]): void {
    this.#changes.push({ start, end, lines });
  }

  insert(at: number, lines: readonly string[]): void {
    this.replace(at, at, lines);
  }

  refuse(reason: string): void {
    this.#refusal ??= reason;
  }
}

/** The document's lines with all changes made. Insertions at one place stand in the order in which they were planned. */
export function changedLines(lines: readonly string[], changes: readonly LineChange[]): readonly string[] {
  const result: string[] = [];
  let at = 0;
  for (const { start, end, lines: inserted } of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    for (; at < start; at++) result.push(lines[at] ?? '');
    for (const line of inserted) result.push(line);
    at = Math.max(at, end);
  }
  for (; at < lines.length; at++) result.push(lines[at] ?? '');
  return result;
}

/** Whether two changes want the same lines. */
export function overlap(changes: readonly LineChange[]): boolean {
  const sorted = changes.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some((change, at) => at > 0 && change.start < (sorted[at - 1]?.end ?? 0));
}
