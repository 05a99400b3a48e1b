import { LRUCache } from 'lru-cache';
import type { InfillAnswer, InfillRequest, InfillServer } from './infillServer.ts';
import { RingChunks } from './ringChunks.ts';

export interface PeerPlace {
  readonly path: string;
  readonly text: string;
  readonly offset: number;
}

export interface PeerAnswer {
  /** The ghost text. Absent: none. */
  readonly shown?: string;
  /** Of the request for it. Absent: none was sent. */
  readonly evaluatedTokens?: number;
}

/** Its defaults: lines before and behind the cursor, tokens, milliseconds, characters. */
const defaults = {
  prefixLines: 256,
  suffixLines: 64,
  predictTokens: 128,
  predictMs: 500,
  promptMs: 500,
  lineSuffixLength: 8,
  cachedKeys: 250,
} as const;

/**
 * What llama.vscode asks its server for while one types, of version 3938fb35: the same lines, parameters, answers kept and
 * answers thrown away, so the same requests in the same order. Nothing of it is ever cancelled once it was sent. One thing is
 * other than its defaults, to its advantage: it asks for one answer at a time, not three, of which two are seldom looked at.
 */
export class LlamaVscode {
  readonly ring: RingChunks;
  readonly #server: InfillServer;
  readonly #kept = new LRUCache<string, string>({ max: defaults.cachedKeys });

  constructor(server: InfillServer, random: () => number) {
    this.#server = server;
    this.ring = new RingChunks(random);
  }

  /**
   * The ghost text for a place, as for a keystroke.
   *
   * @returns it, and what is asked for in the background once it is shown.
   */
  async complete(place: PeerPlace, nowMs: number): Promise<PeerAnswer & { readonly afterwards?: () => Promise<void> }> {
    this.ring.noteCompletion(nowMs);
    const around = linesAround(place);
    const { lineSuffix, linePrefix } = around;
    if (lineSuffix.length > defaults.lineSuffixLength) return {};
    const wish = wishOf(around);
    const cached = this.#find(wish);
    const answer = cached === undefined ? await this.#ask(wish, around.indent) : undefined;
    const asked = answer && { evaluatedTokens: answer.evaluatedTokens };
    const lines = linesOf(answer?.text ?? cached ?? '');
    if (isDiscarded(lines, around)) return { ...asked };
    const shown = updated(lines, lineSuffix);
    if (answer !== undefined) this.#kept.set(keyOf(wish), shown);
    const afterwards = async (): Promise<void> => {
      if (lineSuffix.trim() === '') {
        await this.#askForNext(wish, lines);
        this.#keepNextLine(wish, lines);
      }
      this.ring.noteCursor(place, around.before.length, nowMs);
    };
    return { shown: withoutIndentation(shown, linePrefix), ...asked, afterwards };
  }

  /** Its timer, once a second: the ring's next chunk is evaluated where nothing was typed for a while. */
  async tick(nowMs: number): Promise<void> {
    const chunks = this.ring.next(nowMs);
    if (chunks === undefined) return;
    await this.#server.infill({
      id_slot: 0,
      input_prefix: '',
      input_suffix: '',
      input_extra: chunks,
      prompt: '',
      n_predict: 0,
      samplers: [],
      cache_prompt: true,
      t_max_prompt_ms: defaults.promptMs,
      t_max_predict_ms: 1,
    });
  }

  #ask({ prefix, suffix, prompt }: Wish, indent: number): Promise<InfillAnswer> {
    const request: InfillRequest = {
      id_slot: 0,
      input_prefix: prefix,
      input_suffix: suffix,
      input_extra: this.ring.chunks,
      prompt,
      n_predict: defaults.predictTokens,
      n_cmpl: 1,
      top_k: 40,
      top_p: 0.99,
      stream: false,
      samplers: ['top_k', 'top_p', 'infill'],
      cache_prompt: true,
      ...(indent > 0 && { n_indent: indent }),
      t_max_prompt_ms: defaults.promptMs,
      t_max_predict_ms: defaults.predictMs,
    };
    return this.#server.infill(request);
  }

  /** What is kept for the place, or for one further left in the line from which what it says was typed. */
  #find(wish: Wish): string | undefined {
    const { prompt } = wish;
    const exact = this.#kept.get(keyOf(wish));
    if (exact !== undefined) return exact;
    for (let length = prompt.length; length >= 0; length--) {
      const typed = prompt.slice(length);
      const text = this.#kept.get(keyOf({ ...wish, prompt: prompt.slice(0, length) }));
      if (text?.startsWith(typed)) return text.slice(typed.length);
    }
    return undefined;
  }

  /** What would come behind the completion that is shown, were it taken. */
  async #askForNext({ prefix, suffix, prompt }: Wish, lines: readonly string[]): Promise<void> {
    const whole = prompt + lines.slice(0, -1).join('\n');
    const isLong = lines.length > 1;
    const future: Wish = {
      prefix: isLong ? lastLines(`${prefix}${whole}\n`) : prefix,
      suffix,
      prompt: isLong ? (lines.at(-1) ?? '') : prompt + (lines[0] ?? ''),
    };
    if (this.#kept.get(keyOf(future)) !== undefined) return;
    const { text } = await this.#ask(future, prompt.length - prompt.trimStart().length);
    if (text.trim() !== '') this.#kept.set(keyOf(future), linesOf(text).join('\n'));
  }

  /** The rest of the completion that is shown, behind its first line. */
  #keepNextLine({ prefix, suffix, prompt }: Wish, lines: readonly string[]): void {
    if (lines.length < 2) return;
    const next = keyOf({ prefix: `${prefix}${prompt}${lines[0]}\n`, suffix, prompt: '' });
    if (this.#kept.get(next) === undefined) this.#kept.set(next, lines.slice(1).join('\n'));
  }
}

interface Wish {
  readonly prefix: string;
  readonly suffix: string;
  readonly prompt: string;
}

interface Around {
  readonly before: readonly string[];
  readonly linePrefix: string;
  readonly lineSuffix: string;
  /** All lines behind the cursor's. */
  readonly behind: readonly string[];
  readonly indent: number;
}

function linesAround({ text, offset }: PeerPlace): Around {
  const before = text.slice(0, offset).split('\n');
  const behind = text.slice(offset).split('\n');
  const linePrefix = before.pop() ?? '';
  const lineSuffix = behind.shift() ?? '';
  const line = linePrefix + lineSuffix;
  return { before, linePrefix, lineSuffix, behind, indent: line.length - line.trimStart().length };
}

function wishOf({ before, linePrefix, lineSuffix, behind }: Around): Wish {
  return {
    prefix: `${before.slice(-defaults.prefixLines).join('\n')}\n`,
    suffix: `${lineSuffix}\n${behind.slice(0, defaults.suffixLines).join('\n')}\n`,
    prompt: isIndentation(linePrefix) ? '' : linePrefix,
  };
}

function lastLines(prefix: string): string {
  return `${prefix.slice(0, -1).split('\n').slice(-defaults.prefixLines).join('\n')}\n`;
}

function keyOf({ prefix, suffix, prompt }: Wish): string {
  return `${prefix}|${suffix}|${prompt}`;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

/** Nothing, or what stands there already. */
function isDiscarded(lines: readonly string[], { linePrefix, lineSuffix, behind }: Around): boolean {
  const [first] = lines;
  if (first === undefined || (lines.length === 1 && first.trim() === '')) return true;
  if (behind.length === 0) return false;
  const rest = lines.slice(1);
  const isFirstThere = first.trim() === '' || first.trim() === lineSuffix.trim();
  if (rest.length > 0 && isFirstThere && rest.every((line, index) => line === behind[index])) return true;
  if (rest.length === 0 && first === lineSuffix) return true;
  const next = behind.findIndex((line) => line.trim() !== '');
  if (next === -1 || linePrefix + first !== behind[next]) return false;
  if (rest.length === 0) return true;
  if (rest.length === 1) return rest[0] === behind[next + 1]?.slice(0, rest[0]?.length);
  return rest.every((line, index) => line === behind[next + 1 + index]);
}

function updated(lines: readonly string[], lineSuffix: string): string {
  const [first = ''] = lines;
  if (lineSuffix.trim() !== '') {
    if (first.endsWith(lineSuffix)) return first.slice(0, -lineSuffix.length);
    if (lines.length > 1) return first;
  }
  return lines.join('\n');
}

function withoutIndentation(text: string, linePrefix: string): string {
  return isIndentation(linePrefix)
    ? text.slice(Math.min(linePrefix.length, /^[ \t]*/.exec(text)?.[0].length ?? 0))
    : text;
}

function isIndentation(text: string): boolean {
  return /^[ \t]*$/.test(text);
}
