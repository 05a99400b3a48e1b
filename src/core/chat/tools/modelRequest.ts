import type { EngineModel, GenerateRequest } from '../../../shared/engine.ts';
import { UserError } from '../../../shared/errors.ts';
import { type ChatMessage, chatPrompt, type MessagePart } from '../../prompt/chatPrompt.ts';
import { requireChat } from '../../prompt/chooseChat.ts';
import { answerRequest } from '../answerRequest.ts';
import { chooseTools, type Tool, type ToolCall, type ToolFormat } from './toolFormat.ts';

/** A message of a conversation that is somebody else's, as VS Code and other extensions have it. */
export interface SaidMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly parts: readonly SaidPart[];
}

export type SaidPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly call: ToolCall }
  | { readonly kind: 'result'; readonly text: string };

export interface ModelRequestInput {
  readonly model: EngineModel;
  readonly messages: readonly SaidMessage[];
  /** What the model may ask for; left away where it has no format for that. */
  readonly tools: readonly Tool[];
  /** The answer must be a call of one of them. */
  readonly mustCall: boolean;
  readonly maxTokens: number;
}

/**
 * What the engine is asked for the next answer of such a conversation. Calls and results of a model without a tool format
 * are told to it as text.
 *
 * @throws UserError `inputInvalid` where the model can't chat, where it can't call tools and must, or where the
 *   conversation does not begin and end with a message of the user.
 */
export function modelRequest({ model, messages, tools, mustCall, maxTokens }: ModelRequestInput): GenerateRequest {
  const format = requireChat(model);
  const toolFormat = chooseTools(model);
  const isOffered = toolFormat !== undefined && tools.length > 0;
  if (mustCall && !isOffered) {
    throw new UserError(
      'inputInvalid',
      `${model.name} can not call tools. Choose a model whose chat template has them.`,
    );
  }
  const said = messages.filter(({ role }) => role !== 'system').map((message) => chatMessage(message, toolFormat));
  const turns = said.filter(({ content }) => content.some(({ text }) => text.trim() !== ''));
  if (turns[0]?.role !== 'user' || turns.at(-1)?.role !== 'user') {
    throw new UserError('inputInvalid', 'A conversation to be answered begins and ends with a message of the user.');
  }
  const prompt = chatPrompt({
    format,
    messages: turns,
    system: [textPart(systemText(messages)), ...(isOffered ? toolFormat.describe(tools) : [])],
  });
  const request = answerRequest(prompt, maxTokens, false);
  return {
    ...request,
    segments: mustCall && isOffered ? [...prompt.segments, ...toolFormat.callStart] : prompt.segments,
    guardedTexts: [...prompt.guardedTexts, ...(toolFormat?.guardedTexts ?? [])],
  };
}

/** All of a message as text, to be counted. */
export function saidText({ parts }: SaidMessage): string {
  return parts.map((part) => (part.kind === 'call' ? describeCall(part.call) : part.text)).join('');
}

function systemText(messages: readonly SaidMessage[]): string {
  const texts = messages
    .filter(({ role }) => role === 'system')
    .map(({ parts }) => parts.map((part) => (part.kind === 'call' ? '' : part.text)).join(''));
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}

function chatMessage({ role, parts }: SaidMessage, toolFormat: ToolFormat | undefined) {
  const content: MessagePart[] = [];
  for (const part of parts) {
    // Each call and result is a paragraph of its own, as the templates have it.
    const isApart = part.kind !== 'text' || content.at(-1)?.kind !== 'text';
    if (isApart && content.length > 0) content.push(textPart('\n'));
    content.push(...partsOf(part, toolFormat));
  }
  return { role: role === 'assistant' ? 'assistant' : 'user', content } satisfies ChatMessage;
}

function partsOf(part: SaidPart, toolFormat: ToolFormat | undefined): readonly MessagePart[] {
  if (part.kind === 'text') return [textPart(part.text)];
  if (part.kind === 'call') return toolFormat?.call(part.call) ?? [textPart(describeCall(part.call))];
  return toolFormat?.result(part.text) ?? [textPart(part.text)];
}

function describeCall({ name, input }: ToolCall): string {
  return `${name}(${JSON.stringify(input)})`;
}

function textPart(text: string): MessagePart {
  return { kind: 'text', text };
}
