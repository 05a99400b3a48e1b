import type { ChatView } from '../../../shared/chatProtocol.ts';
import type { Engine, EngineModel, GenerateResult } from '../../../shared/engine.ts';
import { isModerated } from '../chatSystem.ts';
import { withGuardrails } from '../guardrails.ts';
import { isGoingRound } from '../isGoingRound.ts';
import { moderateAll } from '../moderateAll.ts';
import { modelRequest, type SaidMessage } from './modelRequest.ts';
import { type AnswerPiece, ToolCallReader } from './toolCallReader.ts';
import { chooseTools, type Tool } from './toolFormat.ts';

export interface AnswerMessagesInput {
  readonly engine: Engine;
  readonly model: EngineModel;
  readonly guardrails: ChatView['guardrails'];
  readonly messages: readonly SaidMessage[];
  readonly tools: readonly Tool[];
  /** The answer must be a call of one of them. */
  readonly mustCall: boolean;
  readonly maxTokens: number;
}

export type AnswerOutcome =
  | { readonly kind: 'answered'; readonly result: GenerateResult }
  /** By moderation; one sentence. Nothing of the answer was handed on. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Answers a conversation that is somebody else's, piece by piece. What was handed on can't be taken back: where moderation
 * is on, the answer waits until it has been judged.
 *
 * @throws CancelledError, UserError `inputInvalid` where it can't be answered, and what the engine throws.
 */
export async function answerMessages(
  { engine, model, guardrails, messages, tools, mustCall, maxTokens }: AnswerMessagesInput,
  onPiece: (piece: AnswerPiece) => void,
  signal: AbortSignal,
): Promise<AnswerOutcome> {
  const isGuarded = guardrails === 'prompt' || guardrails === 'both';
  const all = isGuarded ? [guardrailsMessage, ...messages] : messages;
  const request = modelRequest({ model, messages: all, tools, mustCall, maxTokens });
  const judge = async (text: string, role: 'prompt' | 'answer') =>
    isModerated(guardrails) && text.trim() !== '' ? await moderateAll(engine, model, text, role, signal) : undefined;
  const refusal = await judge(questionOf(messages), 'prompt');
  if (refusal !== undefined) return { kind: 'refused', problem: refusal };

  const held: AnswerPiece[] = [];
  const hand = isModerated(guardrails) ? (piece: AnswerPiece) => void held.push(piece) : onPiece;
  const names = chooseTools(model) === undefined ? [] : tools.map(({ name }) => name);
  const reader = new ToolCallReader(names, mustCall);
  let seen = '';
  const onDelta = (delta: string) => {
    if (signal.aborted) return 'stop';
    // Many formats have a space before the answer.
    const text = seen === '' ? delta.trimStart() : delta;
    seen += text;
    for (const piece of reader.push(text)) hand(piece);
    return isGoingRound(seen) ? 'stop' : 'continue';
  };
  const result = await engine.generate(request, onDelta, signal);
  for (const piece of reader.end()) hand(piece);
  const problem = await judge(seen, 'answer');
  if (problem !== undefined) return { kind: 'refused', problem };
  for (const piece of held) onPiece(piece);
  return { kind: 'answered', result };
}

const guardrailsMessage: SaidMessage = { role: 'system', parts: [{ kind: 'text', text: withGuardrails('') }] };

/** What the user has said last, without what tools have. */
function questionOf(messages: readonly SaidMessage[]): string {
  const parts = messages.findLast(({ role }) => role === 'user')?.parts ?? [];
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
