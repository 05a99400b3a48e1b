import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Completer, type CompleterPorts, type Completion } from '../../src/core/completion/completer.ts';
import { type Place, placeOf } from '../../src/core/completion/place.ts';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import type { EngineModel, Purpose } from '../../src/shared/engine.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { continuation, never } from './engineFixture.ts';
import { randomText } from './randomText.ts';
import { applyKey, type Key, keys } from './typedKeys.ts';

export interface TypingSoakResult {
  readonly keystrokes: number;
  readonly shown: number;
  /** Ghost text that came for another text than the document had by then, or that does not fit in at the cursor. */
  readonly stale: number;
  readonly chats: number;
  readonly refactors: number;
  readonly failures: readonly string[];
}

export interface TypingSoakOptions extends Pick<CompleterPorts, 'firstParsing'> {
  /** Asked before each keystroke, with their number so far. */
  readonly isOverAfter: (keystrokes: number) => boolean | Promise<boolean>;
  /** Typed again and again. Absent: keys by chance. */
  readonly script?: readonly Key[];
}

/**
 * Somebody types, rests, accepts and jumps in one window, faster than the model answers, while a chat and a refactoring are
 * written for them.
 */
export async function typingSoak(
  engine: EngineClient,
  { isOverAfter, firstParsing, script = fc.sample(keys, { numRuns: 2_000, seed: 1 }) }: TypingSoakOptions,
): Promise<TypingSoakResult> {
  const model: EngineModel = await engine.model(never);
  const failures: string[] = [];
  const note = (error: unknown): void => {
    if (!isCancelled(error)) failures.push(String(error));
  };
  const { completion } = parseSettings({}).settings;
  const completer = new Completer({
    engine,
    clock: { nowMs: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
    settings: () => completion,
    log: () => {},
    background: { loadedModel: () => model, onCounts: () => {}, onBug: note },
    ...(firstParsing && { firstParsing }),
  });
  let isOver = false;
  const reading = (['chat', 'refactor'] as const).map((purpose) => readAlong(engine, purpose, () => isOver, note));

  const typist = new Typist(completer, note);
  for (let typed = 0; !(await isOverAfter(typed)); typed++) await typist.press(script[typed % script.length] as Key);
  isOver = true;
  const [chats = 0, refactors = 0] = await Promise.all(reading);
  await typist.settled();
  completer.reset();
  return { ...typist.counts, chats, refactors, failures };
}

/** One document, as an editor has it. */
class Typist {
  readonly counts = { keystrokes: 0, shown: 0, stale: 0 };
  readonly #completer: Completer;
  readonly #note: (error: unknown) => void;
  #place: Place = { ...start };
  #abort = new AbortController();
  #pending = new Set<Promise<void>>();
  #shown: Completion | undefined;

  constructor(completer: Completer, note: (error: unknown) => void) {
    this.#completer = completer;
    this.#note = note;
  }

  async press(key: Key): Promise<void> {
    this.counts.keystrokes += 1;
    const before = this.#place;
    const accepted = key.kind === 'accept' && this.#shown !== undefined ? this.#shown.text : undefined;
    const next = applyKey(before, accepted === undefined ? key : { kind: 'accept', text: accepted });
    // What nobody could read any more has a new file begun.
    this.#place = next.prefix.length > maxLength ? { ...start } : next;
    this.#shown = undefined;
    if (key.kind === 'rest') {
      // It goes on while they type again, or is interrupted by that.
      this.#keep(this.#completer.rest(this.#place).catch(this.#note));
      return await sleep(100);
    }
    const inserted = this.#place.prefix.slice(before.prefix.length);
    const deletedLength = Math.max(0, before.prefix.length - this.#place.prefix.length);
    this.#completer.noteChange({
      uri: start.uri,
      reason: 'edit',
      edits: [{ deletedLength, insertedText: inserted }],
    });
    this.#ask();
    // Now and then they look at what comes.
    await (this.counts.keystrokes % 6 === 0 ? Promise.race([this.settled(), sleep(1_000)]) : sleep(15));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** As an editor does: the answer to the last keystroke is shown, whenever it comes; the others are cancelled. */
  #ask(): void {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { uri, languageId, prefix, suffix } = this.#place;
    const request = {
      document: { uri, languageId },
      text: prefix + suffix,
      offset: prefix.length,
      trigger: 'automatic',
    } as const;
    const asking = this.#completer.complete(request, abort.signal).then(([first]) => {
      if (first === undefined) return;
      // An editor that has cancelled does not show it; we have promised not to answer at all.
      const { prefix: asked, suffix: behind } = placeOf(request);
      const isOfNow = !abort.signal.aborted && asked === this.#place.prefix && behind === this.#place.suffix;
      const { start: from, end } = first.range;
      const fits = from === prefix.length && end >= from && end <= request.text.length && first.text.trim() !== '';
      if (isOfNow && fits) this.#shown = first;
      else this.counts.stale += 1;
      this.counts.shown += 1;
    }, this.#note);
    this.#keep(asking);
  }

  #keep(work: Promise<void>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }
}

const maxLength = 6_000;
const start: Place = {
  uri: 'file:///soak.ts',
  languageId: 'typescript',
  prefix: `${'const first = compute(1, 2);\n'.repeat(30)}function f(a, b) {\n  `,
  suffix: `\n}\n${'const last = compute(3, 4);\n'.repeat(30)}`,
};

/** @returns how many were answered to their end. */
async function readAlong(
  engine: EngineClient,
  purpose: Purpose,
  isOver: () => boolean,
  note: (error: unknown) => void,
): Promise<number> {
  let answered = 0;
  for (let turn = 1; !isOver(); turn++) {
    const request = continuation(`${purpose} ${randomText(200, turn)}`, { purpose, maxTokens: 60 });
    await engine.generate(request, () => (isOver() ? 'stop' : 'continue'), never).then(() => answered++, note);
  }
  return answered;
}
