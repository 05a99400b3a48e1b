import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { type AnswerEvents, type AnswerPorts, answerQuestion } from '../../core/chat/answerQuestion.ts';
import { isModerated } from '../../core/chat/chatSystem.ts';
import { withoutCount } from '../../core/chat/storedConversation.ts';
import { unreadAttachments, unreadMentions } from '../../core/chat/unread.ts';
import {
  type AnswerMessage,
  answerMessageSchema,
  type Message,
  type UserMessage,
  userMessageSchema,
} from '../../shared/conversation.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { expandInWorkspace } from '../chat/workspacePrompts.ts';
import { requireEnabled } from '../requireEnabled.ts';
import { toAbortSignal } from '../toAbortSignal.ts';
import type { LanguageModelDeps } from './languageModelDeps.ts';
import { attachedTexts, mentionsOf } from './references.ts';

type AnswerDeps = Pick<LanguageModelDeps, 'engine' | 'settings' | 'chat' | 'log'>;

/**
 * `@leeward` in VS Code's own chat: our model answers, whichever is chosen there. What was asked and answered, with the
 * texts that were attached, goes along with the result, so that the next question finds it evaluated.
 */
export async function answerInChat(
  deps: AnswerDeps,
  request: vscode.ChatRequest,
  { history }: vscode.ChatContext,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const cancellation = toAbortSignal(token);
  try {
    return await answer(deps, request, turnsBefore(history), stream, cancellation.signal);
  } catch (error) {
    if (isCancelled(error)) return {};
    if (error instanceof UserError) return { errorDetails: { message: error.message } };
    deps.log.error(error);
    return { errorDetails: { message: 'Something in Leeward went wrong; its log says what. Ask again.' } };
  } finally {
    cancellation.dispose();
  }
}

async function answer(
  { engine, settings, chat }: AnswerDeps,
  request: vscode.ChatRequest,
  before: readonly Turn[],
  stream: vscode.ChatResponseStream,
  signal: AbortSignal,
): Promise<vscode.ChatResult> {
  requireEnabled(settings);
  let question = await questionOf(request, signal);
  const { mentions } = await chat.feature();
  let written: AnswerMessage = {
    ...{ role: 'assistant', id: newId(), parentId: question.id, createdAtMs: Date.now() },
    ...{ text: '', status: 'stopped', modelName: '' },
  };
  const ports: AnswerPorts = {
    engine,
    guardrails: () => settings.current.chat.guardrails,
    readMentions: (wanted, text, budgetTokens, readSignal) => mentions.read(wanted, text, budgetTokens, readSignal),
  };
  // What VS Code has shown can't be taken back: an answer that is to be judged waits for its end.
  const isHeld = isModerated(settings.current.chat.guardrails);
  const events: AnswerEvents = {
    onModel: ({ name }) => {
      written = { ...written, modelName: name };
    },
    onMessages: (changed) => {
      const now = changed.findLast(({ id }) => id === question.id);
      if (now?.role !== 'user') return;
      const wasRead = unreadMentions(question).length > 0;
      question = now;
      if (wasRead) for (const { problem } of now.attachments) if (problem !== undefined) stream.progress(problem);
    },
    onDropped: (messages) => {
      if (messages > 0) stream.progress(`The context is full: the first ${messages} messages are not read any more.`);
    },
    onDelta: (delta) => {
      written = { ...written, text: written.text + delta };
      if (!isHeld) stream.markdown(delta);
    },
  };
  try {
    const input = () => ({ before: messagesOf(before, written.modelName), question, isAnother: false });
    const end = await answerQuestion(ports, input, events, signal);
    written = { ...written, ...end };
    if (isHeld) stream.markdown(written.text);
  } catch (error) {
    // What is there when it is stopped stays, as the user sees it.
    if (!isCancelled(error)) throw error;
    written = { ...written, text: isHeld ? '' : written.text.trimEnd() };
  }
  const turn: Turn = { question, answer: written };
  const { status, problem } = written;
  if (problem === undefined) return { metadata: turn };
  return { metadata: turn, errorDetails: { message: problem, responseIsFiltered: status === 'refused' } };
}

/** @throws UserError for an empty question, and for a slash command that there is none of. */
async function questionOf(request: vscode.ChatRequest, signal: AbortSignal): Promise<UserMessage> {
  const typed = (request.command === undefined ? request.prompt : `/${request.command} ${request.prompt}`).trim();
  if (typed === '') throw new UserError('inputInvalid', 'The message is empty. Write what you want to know.');
  const expanded = typed.startsWith('/') ? await expandInWorkspace(typed, signal) : { text: typed, mentions: [] };
  const [referred, texts] = [await mentionsOf(request.references), attachedTexts(request.references)];
  const mentions = referred.length + texts.length === 0 ? expanded.mentions : referred;
  return {
    ...{ role: 'user', id: newId(), createdAtMs: Date.now(), text: expanded.text },
    attachments: [...texts, ...unreadAttachments(mentions)],
  };
}

/** What {@link answerInChat} has left with its earlier results. */
const turnSchema = v.object({ question: userMessageSchema, answer: answerMessageSchema });
type Turn = Readonly<v.InferOutput<typeof turnSchema>>;

function turnsBefore(history: vscode.ChatContext['history']): readonly Turn[] {
  return history.flatMap((turn): readonly Turn[] => {
    if (!(turn instanceof vscode.ChatResponseTurn)) return [];
    const read = v.safeParse(turnSchema, turn.result.metadata);
    return read.success ? [read.output] : [];
  });
}

/** Another model's vocabulary has counted other tokens. */
function messagesOf(turns: readonly Turn[], modelName: string): readonly Message[] {
  return turns.flatMap(({ question, answer }): readonly Message[] =>
    answer.modelName === modelName ? [question, answer] : [withoutCount(question), withoutCount(answer)],
  );
}

function newId(): string {
  return randomBytes(12).toString('hex');
}
