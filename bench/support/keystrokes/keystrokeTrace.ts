import type { Cursor, Keystroke, KeystrokeKind } from './keystroke.ts';

/**
 * A file typed in order: some runs of its lines are missing, and are typed one after the other, from the top. The rest
 * stands around them. In the middle of a run the cursor may go to a line further up that is missing too (as one adds an
 * import), which is typed, and come back. At the end the document is the file.
 *
 * Typed as in an editor: a new line has its indentation, an opening bracket or quote has its closer where that is on the
 * same line, and the closer is typed over. Some letters are wrong at first, and taken back.
 *
 * @param text with line feeds.
 * @param random numbers from 0 to below 1: the same ones give the same trace.
 */
export function* keystrokeTrace(text: string, random: () => number): Generator<Keystroke> {
  const lines = text.split('\n');
  const { runs, extras } = planRuns(lines, random);
  const missing = new Set([...runs.flatMap(({ start, end }) => range(start, end)), ...extras.values()]);
  const typist = new Typist(lines, missing, random);
  for (const { start, end } of runs) {
    typist.goBehind(start - 1);
    for (let line = start; line < end; line++) {
      const extra = extras.get(line);
      if (extra !== undefined) {
        typist.goBehind(extra - 1);
        yield* typist.line(extra);
        typist.goBehind(line - 1);
      }
      yield* typist.line(line);
    }
  }
}

/** Lines in each `linesPerRun` of which some are missing. */
const linesPerRun = 40;
const [shortestRun, longestRun] = [3, 8];
const jumpShare = 0.5;
const typoShare = 0.03;

interface Runs {
  readonly runs: readonly { readonly start: number; readonly end: number }[];
  /** By the line before which the cursor goes there. */
  readonly extras: ReadonlyMap<number, number>;
}

function planRuns(lines: readonly string[], random: () => number): Runs {
  const runs: { readonly start: number; readonly end: number }[] = [];
  const extras = new Map<number, number>();
  // Between a run and what is in front of it at least one line stands.
  let free = 1;
  for (let block = 0; block < lines.length; block += linesPerRun) {
    const length = shortestRun + Math.floor(random() * (longestRun - shortestRun + 1));
    const start = Math.max(free, block + Math.floor(random() * (linesPerRun - length)));
    const end = Math.min(start + length, lines.length);
    const wantsJump = random() < jumpShare;
    const [at, to] = [random(), random()];
    if (end - start < shortestRun) break;
    const extra = Math.floor(free + to * (start - 1 - free));
    if (wantsJump && extra > free && extra < start - 1 && lines[extra]?.trim() !== '') {
      extras.set(start + 1 + Math.floor(at * (end - start - 1)), extra);
    }
    runs.push({ start, end });
    free = end + 1;
  }
  return { runs, extras };
}

class Typist {
  readonly #lines: readonly string[];
  readonly #missing: Set<number>;
  readonly #random: () => number;
  #before = '';
  #after = '';
  /** How the next keystroke comes to be where it is. */
  #arrival: 'start' | 'jump' | 'retyped' | undefined = 'start';

  /** @param missing lines, none of them the first; what is typed is taken out. */
  constructor(lines: readonly string[], missing: Set<number>, random: () => number) {
    this.#lines = lines;
    this.#missing = missing;
    this.#random = random;
  }

  /** Moves the cursor to the end of a line, which is there. */
  goBehind(line: number): void {
    const present = (from: number, to: number) =>
      range(from, to).flatMap((index) => (this.#missing.has(index) ? [] : (this.#lines[index] ?? [])));
    this.#before = present(0, line + 1).join('\n');
    this.#after = present(line + 1, this.#lines.length)
      .map((text) => `\n${text}`)
      .join('');
    this.#arrival ??= 'jump';
  }

  /** Behind the line that the cursor is at the end of. */
  *line(index: number): Generator<Keystroke> {
    this.#missing.delete(index);
    const line = this.#lines[index] ?? '';
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
    yield this.#key('newline', `\n${indentation}`);
    const closers: number[] = [];
    const letters = [...line.slice(indentation.length)];
    for (const [at, letter] of letters.entries()) {
      if (closers.at(-1) === at) {
        closers.pop();
        yield this.#key('overtype', letter, letter);
        continue;
      }
      if (/[a-z]/i.test(letter) && this.#random() < typoShare) yield* this.#typo();
      const closer = closerOf(letters, at);
      const isFree = this.#after === '' || /^[\s)\]}>'"`,;]/.test(this.#after);
      const isClosed = closer !== undefined && isFree && closer < (closers.at(-1) ?? letters.length);
      if (isClosed) closers.push(closer);
      yield this.#key(kindOf(letter), letter, '', isClosed ? letters[closer] : '');
    }
  }

  *#typo(): Generator<Keystroke> {
    const count = 1 + Math.floor(this.#random() * 3);
    for (let index = 0; index < count; index++) {
      yield this.#key('typo', String.fromCharCode(97 + Math.floor(this.#random() * 26)));
    }
    for (let index = 0; index < count; index++) {
      const from = this.#cursor;
      this.#before = this.#before.slice(0, -1);
      yield this.#stroke('backspace', from, { deletedLength: 1, insertedText: '' });
    }
    this.#arrival = 'retyped';
  }

  /** @param over what stands behind the cursor and is replaced. @param closer what the editor sets behind it. */
  #key(kind: KeystrokeKind, typed: string, over = '', closer = ''): Keystroke {
    const from = this.#cursor;
    this.#before += typed;
    this.#after = closer + this.#after.slice(over.length);
    const arrival = this.#arrival;
    this.#arrival = undefined;
    return this.#stroke(arrival ?? kind, from, { deletedLength: over.length, insertedText: typed + closer });
  }

  #stroke(kind: KeystrokeKind, from: Cursor, change: Keystroke['change']): Keystroke {
    return { kind, from, gapMs: gapMsOf(kind, this.#random), change, to: this.#cursor };
  }

  get #cursor(): Cursor {
    return { text: this.#before + this.#after, offset: this.#before.length };
  }
}

/** Where the closer of an opening bracket or quote is; `undefined`: not in this text, or that is none. */
function closerOf(letters: readonly string[], at: number): number | undefined {
  const opener = letters[at] as string;
  const closer = closers[opener];
  // A quote behind a word is an apostrophe, or ends a text.
  if (closer === undefined || (closer === opener && /\w/.test(letters[at - 1] ?? ''))) return undefined;
  let depth = 0;
  for (let index = at + 1; index < letters.length; index++) {
    if (letters[index] === closer && depth === 0) return index;
    if (closer === opener) continue;
    if (letters[index] === opener) depth += 1;
    if (letters[index] === closer) depth -= 1;
  }
  return undefined;
}

const closers: { readonly [opener: string]: string } = {
  '(': ')',
  '[': ']',
  '{': '}',
  "'": "'",
  '"': '"',
  '`': '`',
};

function kindOf(letter: string): KeystrokeKind {
  if (letter === ' ') return 'space';
  return /[\p{L}\p{N}_]/u.test(letter) ? 'letter' : 'symbol';
}

/** Of a person who types well: letters at once, some thought at a new line, and now and then a long one. */
function gapMsOf(kind: KeystrokeKind, random: () => number): number {
  const [share, thinks] = [random(), random()];
  if (kind === 'start' || kind === 'jump') return 1_500 + 2_500 * share;
  if (kind === 'newline') return thinks < 0.3 ? 800 + 3_000 * share : 150 + 250 * share;
  if (kind === 'backspace' || kind === 'retyped') return 150 + 250 * share;
  if (kind === 'letter') return 80 + 140 * share;
  return thinks < 0.05 ? 600 + 1_500 * share : 120 + 200 * share;
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
