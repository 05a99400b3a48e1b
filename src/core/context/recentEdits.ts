import type { LineRange } from '../../shared/codeFacts.ts';
import { applyEdits, type TextEdit } from '../../shared/text.ts';
import { agePhrase, decay } from './age.ts';
import { editDiff } from './editDiff.ts';
import { maxFileBytes, whySkipped } from './fileKinds.ts';
import { movedPath } from './paths.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';
import { type ChangedLines, TrackedText } from './trackedText.ts';

/** Told at once. */
const maxSnippets = 8;

/** Remembered: more than are told, since some are at the cursor, or are undone yet. */
const maxChanges = 24;
const maxDocuments = 50;
const maxAgeMs = 60 * 60_000;

/** Nobody types as much at once: it is a file that was changed on the disk, a formatter, a merge. */
const maxTypedLines = 100;
const maxTypedEdits = 100;

/** Nearer changes stand in the prompt as they are now, with the document's own text. */
const nearLines = 30;

/** Expected use of what was edited just now; it halves in ten minutes. */
const freshScore = 0.6;
const halfLifeMs = 10 * 60_000;

interface Document {
  readonly languageId: string;
  readonly text: TrackedText;
}

/**
 * What the user has edited of late, in all documents, as small diffs. Edits of one place are one, and what was undone was
 * not done. Times come in with what happens, in ms of any clock.
 */
export class RecentEdits {
  /** By path; the one that was edited or opened last is the last. */
  readonly #documents = new Map<string, Document>();
  /** A change that is not edited any more reads as it did. */
  readonly #diffs = new WeakMap<ChangedLines, string>();

  /** From here on the document's edits are followed. With another text than is known of it: from the beginning again. */
  open(path: string, languageId: string, text: string): void {
    const known = this.#documents.get(path);
    this.#documents.delete(path);
    if (text.length > maxFileBytes || whySkipped(path, 1) !== undefined) return;
    this.#documents.set(path, known?.text.isEqualTo(text) ? known : { languageId, text: new TrackedText(text) });
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > maxDocuments && oldest !== undefined) this.#documents.delete(oldest);
  }

  /** One event of a document: `edits` do not overlap, and count from the text before all of them. */
  change(path: string, edits: readonly TextEdit[], timeMs: number): void {
    const document = this.#documents.get(path);
    if (document === undefined) return;
    this.#documents.delete(path);
    const ordered = [...edits].sort((a, b) => b.range.start - a.range.start);
    const isPlausible = ordered.every(({ range }) => range.start <= range.end && range.end <= document.text.length);
    // Something was missed: without the text as it is now there is nothing to compare with.
    if (!isPlausible) return;
    const isTyped = mayBeTyped(document.text, ordered);
    if (isTyped) for (const edit of ordered) document.text.apply(edit, timeMs);
    const text = isTyped ? document.text : new TrackedText(applyEdits(document.text.lines.join('\n'), ordered));
    if (text.length <= maxFileBytes) this.#documents.set(path, { ...document, text });
    for (const oldest of this.#all().slice(0, -maxChanges)) oldest.document.text.accept(oldest.change);
  }

  /** Of a file, or of a folder with all that is in it. */
  rename(path: string, newPath: string): void {
    for (const [known, document] of [...this.#documents]) {
      const moved = movedPath(known, path, newPath);
      if (moved === known) continue;
      this.#documents.delete(known);
      if (whySkipped(moved, 1) === undefined) this.#documents.set(moved, document);
    }
  }

  /** The user is done with the document: what was edited in it is remembered. */
  close(path: string): void {
    const document = this.#documents.get(path);
    if (document?.text.changes.length === 0) this.#documents.delete(path);
  }

  /** What was done elsewhere than at the cursor, which is on the 0-based line `cursor.line`; the newest last. */
  snippets(cursor: { readonly path: string; readonly line: number }, nowMs: number): readonly Snippet[] {
    const elsewhere = this.#all().filter(({ path, change }) => {
      const isHere = path === cursor.path && isNear(change.lines, cursor.line);
      return !isHere && nowMs - change.timeMs <= maxAgeMs;
    });
    const snippets: Snippet[] = [];
    for (const edit of elsewhere.reverse()) {
      const snippet = toSnippet(edit, this.#diff(edit), nowMs);
      if (snippet !== undefined && snippets.push(snippet) === maxSnippets) break;
    }
    return snippets.reverse();
  }

  #diff({ path, document, change }: PlacedChange): string {
    const diff = this.#diffs.get(change) ?? editDiff(document.text.lines, change, path).join('\n');
    this.#diffs.set(change, diff);
    return diff;
  }

  /** The newest last. */
  #all(): PlacedChange[] {
    return [...this.#documents]
      .flatMap(([path, document]) => document.text.changes.map((change) => ({ path, document, change })))
      .sort((a, b) => a.change.timeMs - b.change.timeMs);
  }
}

function mayBeTyped(text: TrackedText, edits: readonly TextEdit[]): boolean {
  if (edits.length > maxTypedEdits) return false;
  const added = edits.reduce((sum, { newText }) => sum + newText.split('\n').length - 1, 0);
  const removed = edits.reduce((sum, { range }) => sum + text.countLineEnds(range), 0);
  return Math.max(added, removed) <= maxTypedLines;
}

interface PlacedChange {
  readonly path: string;
  readonly document: Document;
  readonly change: ChangedLines;
}

function isNear({ start, end }: LineRange, line: number): boolean {
  return line >= start - nearLines && line < end + nearLines;
}

function toSnippet({ path, document, change }: PlacedChange, text: string, nowMs: number): Snippet | undefined {
  if (text === '') return undefined;
  const ageMs = nowMs - change.timeMs;
  return {
    path,
    languageId: document.languageId,
    lines: change.lines,
    text,
    kind: 'edit',
    reason: `edited ${agePhrase(ageMs)}`,
    score: decay(freshScore, ageMs, halfLifeMs),
    tokens: snippetTokens(path, text),
  };
}
