import { callMarkers, type ToolCall } from './toolFormat.ts';

/** A piece of an answer. */
export type AnswerPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly call: ToolCall };

/**
 * Tells text from calls of tools while an answer is written. Only a whole call of a tool that was offered is one; all else
 * that looks like one is text. White space between text and a call belongs to the format.
 */
export class ToolCallReader {
  readonly #names: ReadonlySet<string>;
  /** What was not handed on yet: outside of a call the white space and the part of a marker at the end; inside, its JSON. */
  #pending = '';
  #inside: OpenCall | undefined;

  /**
   * @param names of the tools that were offered.
   * @param isInside the prompt ends in a call's beginning.
   */
  constructor(names: readonly string[], isInside = false) {
    this.#names = new Set(names);
    if (isInside) this.#inside = { opening: '', strings: new JsonStrings() };
  }

  push(delta: string): readonly AnswerPiece[] {
    this.#pending += delta;
    const pieces: AnswerPiece[] = [];
    while (this.#inside === undefined ? this.#readText(pieces) : this.#readCall(pieces, this.#inside));
    return pieces;
  }

  /** What is left at the answer's end. A call may lack its closing marker. */
  end(): readonly AnswerPiece[] {
    const call = this.#inside === undefined ? undefined : this.#callOf(this.#pending);
    const rest = (this.#inside?.opening ?? '') + this.#pending;
    this.#pending = '';
    this.#inside = undefined;
    if (call !== undefined) return [{ kind: 'call', call }];
    return textPieces(rest);
  }

  /** @returns whether there may be more to read. */
  #readText(pieces: AnswerPiece[]): boolean {
    const start = this.#pending.indexOf(callMarkers.start);
    if (start !== -1) {
      const { length } = this.#pending.slice(0, start).trimEnd();
      const end = start + callMarkers.start.length;
      pieces.push(...textPieces(this.#pending.slice(0, length)));
      this.#inside = { opening: this.#pending.slice(length, end), strings: new JsonStrings() };
      this.#pending = this.#pending.slice(end);
      return true;
    }
    const { length } = this.#pending.slice(0, this.#pending.length - markerPartLength(this.#pending)).trimEnd();
    pieces.push(...textPieces(this.#pending.slice(0, length)));
    this.#pending = this.#pending.slice(length);
    return false;
  }

  #readCall(pieces: AnswerPiece[], { opening, strings }: OpenCall): boolean {
    const end = strings.findOutside(this.#pending, callMarkers.end);
    if (end === -1) return false;
    const json = this.#pending.slice(0, end);
    const call = this.#callOf(json);
    this.#pending = this.#pending.slice(end + callMarkers.end.length);
    this.#inside = undefined;
    if (call !== undefined) pieces.push({ kind: 'call', call });
    else pieces.push(...textPieces(opening + json + callMarkers.end));
    return true;
  }

  #callOf(json: string): ToolCall | undefined {
    const value = parseObject(json);
    if (value === undefined) return undefined;
    const { name, arguments: given = {} } = value as { readonly name?: unknown; readonly arguments?: unknown };
    // Some models write the arguments' JSON as a string.
    const input = typeof given === 'string' ? parseObject(given) : given;
    if (typeof name !== 'string' || !this.#names.has(name) || !isObject(input)) return undefined;
    return { name, input };
  }
}

/** A call whose end has not come yet. */
interface OpenCall {
  /** What stands before its JSON: text again, where it turns out to be none. */
  readonly opening: string;
  readonly strings: JsonStrings;
}

/** Goes through growing JSON once, and knows what is inside of its strings. */
class JsonStrings {
  #at = 0;
  #isInString = false;

  /** Where `marker` begins outside of strings; -1 where it is not there yet. */
  findOutside(json: string, marker: string): number {
    for (; this.#at < json.length; this.#at++) {
      const character = json[this.#at];
      if (character === '"') this.#isInString = !this.#isInString;
      else if (this.#isInString && character === '\\') {
        if (this.#at + 1 === json.length) return -1;
        this.#at += 1;
      } else if (!this.#isInString && character === marker[0]) {
        if (json.startsWith(marker, this.#at)) return this.#at;
        if (marker.startsWith(json.slice(this.#at))) return -1;
      }
    }
    return -1;
  }
}

/** Characters at the end of a text that a marker may begin with. */
function markerPartLength(text: string): number {
  const { start } = callMarkers;
  for (let length = Math.min(start.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(start.slice(0, length))) return length;
  }
  return 0;
}

function textPieces(text: string): readonly AnswerPiece[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function parseObject(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
