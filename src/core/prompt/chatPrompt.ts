import type { Prompt, PromptSegment } from '../../shared/engine.ts';
import { BugError, UserError } from '../../shared/errors.ts';
import type { ChatFormat } from './chatFormat.ts';
import { textSegments } from './segments.ts';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  /**
   * A text, or pieces of one, each tokenised by itself; `format` pieces are ours, and whole words; `control` pieces are
   * control tokens of the loaded model.
   */
  readonly content: string | readonly MessagePart[];
}

export type MessagePart = PromptSegment;

export interface ChatPromptInput {
  readonly format: ChatFormat;
  /** Begins and ends with a message of the user. Messages of one role in a row become one, as paragraphs. */
  readonly messages: readonly ChatMessage[];
  /** What the model should be and do; blank: nothing is said. */
  readonly system?: ChatMessage['content'];
}

/** The parts of a request that say what to answer, and where the model itself would end. */
export interface ChatPrompt extends Prompt {
  readonly guardedTexts: readonly string[];
  /** Everything before the text of the last message. */
  readonly stableSegments: number;
  readonly stopTokens: readonly string[];
  readonly stop: readonly string[];
}

/**
 * A conversation as the format's models know it, up to where the next answer begins. One more pair of messages leaves the
 * segments of the earlier ones as they are.
 *
 * @throws UserError `inputInvalid` where a message of the user is blank.
 */
export function chatPrompt({ format, messages, system = '' }: ChatPromptInput): ChatPrompt {
  const turns = joinTurns(messages);
  if (turns.length % 2 === 0 || turns[0]?.role !== 'user') {
    throw new BugError('A conversation that is to be answered begins and ends with a message of the user.');
  }
  const instructions = trimParts(partsOf(system));
  const hasSystem = instructions.length > 0;
  const systemParts = hasSystem ? wrap(format.system, instructions) : [];
  const segments: PromptSegment[] = [...format.begin];
  if (format.system.place === 'ownTurn') segments.push(...systemParts);
  let stableSegments = 0;
  for (const [index, { role, parts }] of turns.entries()) {
    const { before, after, lead, tail } = format[role];
    segments.push(...before);
    if (role === 'user') {
      const carriesSystem = index === 0 && hasSystem && format.system.place === 'firstUserMessage';
      if (carriesSystem) segments.push(...systemParts);
      stableSegments = segments.length;
      const own = format.trimsText ? trimParts(parts) : parts;
      segments.push(...wrap({ before: [], lead: carriesSystem ? '' : lead, tail, after }, own));
    } else {
      // Its lead is there already, and white space at its end is nothing that the model was trained on.
      segments.push(...wrap({ before: [], lead, tail, after }, trimParts(parts)));
    }
  }
  segments.push(...format.assistant.before);
  const { guardedTexts, stopTokens, stop } = format;
  return { segments, guardedTexts, stableSegments, stopTokens, stop };
}

interface Turn {
  readonly role: ChatMessage['role'];
  readonly parts: readonly MessagePart[];
}

function joinTurns(messages: readonly ChatMessage[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    const parts = partsOf(content);
    if (role === 'user' && parts.every(({ text }) => text.trim() === '')) {
      throw new UserError('inputInvalid', 'The message is empty. Write what you want to know.');
    }
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, parts: [...last.parts, paragraphEnd, ...parts] };
    else turns.push({ role, parts });
  }
  return turns;
}

const paragraphEnd: MessagePart = { kind: 'text', text: '\n\n' };

function partsOf(content: ChatMessage['content']): readonly MessagePart[] {
  return typeof content === 'string' ? [{ kind: 'text', text: content }] : content;
}

function wrap({ before, lead, tail, after }: ChatFormat['user'], parts: readonly MessagePart[]): PromptSegment[] {
  const last = parts.length - 1;
  const segments = parts.flatMap((part, index): readonly PromptSegment[] => {
    const [start, end] = [index === 0 ? lead : '', index === last ? tail : ''];
    // A control token is its text and nothing more.
    if (part.kind === 'control') return [...textSegments(start), part, ...textSegments(end)];
    return [{ kind: part.kind, text: start + part.text + end }];
  });
  return [...before, ...segments.filter(({ text }) => text !== ''), ...after];
}

/** Without the white space at both ends of the whole. */
function trimParts(parts: readonly MessagePart[]): readonly MessagePart[] {
  const first = parts.findIndex(({ text }) => text.trim() !== '');
  const last = parts.findLastIndex(({ text }) => text.trim() !== '');
  return parts.slice(first, last + 1).map(({ kind, text }, index, { length }) => ({
    kind,
    text: kind === 'control' ? text : trimSides(text, index === 0, index === length - 1),
  }));
}

function trimSides(text: string, atStart: boolean, atEnd: boolean): string {
  const from = atStart ? text.trimStart() : text;
  return atEnd ? from.trimEnd() : from;
}
