import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type SaidMessage, saidText } from '../../core/chat/tools/modelRequest.ts';
import type { AnswerPiece } from '../../core/chat/tools/toolCallReader.ts';
import { chooseTools } from '../../core/chat/tools/toolFormat.ts';
import { chooseChat } from '../../core/prompt/chooseChat.ts';
import type { EngineModel } from '../../shared/engine.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { requireEnabled } from '../requireEnabled.ts';
import { toAbortSignal } from '../toAbortSignal.ts';
import type { LanguageModelDeps } from './languageModelDeps.ts';
import { saidMessages } from './saidMessages.ts';

type ModelProviderDeps = Pick<LanguageModelDeps, 'engine' | 'settings' | 'model' | 'log'>;

/** The loaded model, for VS Code's own chat and for other extensions. */
export class ModelProvider implements vscode.LanguageModelChatProvider {
  readonly #deps: ModelProviderDeps;
  #model: EngineModel | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(deps: ModelProviderDeps) {
    this.#deps = deps;
  }

  /** VS Code asks again only where there is another model, or none any more. */
  statusChanged(): void {
    const model = this.#deps.model();
    if (model === this.#model) return;
    this.#model = model;
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The one model that is loaded, where one can talk with it. While it is being loaded there is none yet. */
  async provideLanguageModelChatInformation(
    { silent }: vscode.PrepareLanguageModelChatModelOptions,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelChatInformation[]> {
    const { engine, settings, model } = this.#deps;
    if (!settings.current.enable) return [];
    const loaded = model() ?? (silent ? undefined : await this.#run(token, (signal) => engine.model(signal)));
    return loaded === undefined || chooseChat(loaded).kind === 'none' ? [] : [describeModel(loaded)];
  }

  async provideLanguageModelChatResponse(
    { id }: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const onPiece = (piece: AnswerPiece) => progress.report(responsePart(piece));
    await this.#run(token, (signal) => this.#answer(id, saidMessages(messages), options, onPiece, signal));
  }

  async provideTokenCount(
    _model: vscode.LanguageModelChatInformation,
    counted: string | vscode.LanguageModelChatRequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number> {
    const text = typeof counted === 'string' ? counted : saidMessages([counted]).map(saidText).join('');
    const counts = await this.#run(token, (signal) => this.#deps.engine.countTokens([text], signal));
    return (counts[0] ?? 0) + (typeof counted === 'string' ? 0 : turnTokens);
  }

  async #answer(
    id: string,
    messages: readonly SaidMessage[],
    { tools = [], toolMode }: vscode.ProvideLanguageModelChatResponseOptions,
    onPiece: (piece: AnswerPiece) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine, settings, log } = this.#deps;
    requireEnabled(settings);
    const model = await engine.model(signal);
    if (model.name !== id) throw vscode.LanguageModelError.NotFound(`${id} is not loaded any more; ${model.name} is.`);
    const { guardrails } = settings.current.chat;
    const mustCall = toolMode === vscode.LanguageModelChatToolMode.Required;
    const input = { engine, model, guardrails, messages, tools, mustCall, maxTokens: answerTokens(model) };
    const { answerMessages } = await import('../../core/chat/tools/answerMessages.ts');
    const outcome = await answerMessages(input, onPiece, signal);
    if (outcome.kind === 'refused') throw vscode.LanguageModelError.Blocked(outcome.problem);
    const { counts, finish } = outcome.result;
    log.debug(
      `language model: ${counts.promptTokens} prompt tokens, ${counts.reusedTokens} reused; ${counts.decodeTokens} written, ${finish}`,
    );
  }

  /** At this edge errors become VS Code's own; a bug is logged. */
  async #run<Result>(token: vscode.CancellationToken, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const cancellation = toAbortSignal(token);
    try {
      return await work(cancellation.signal);
    } catch (error) {
      if (isCancelled(error)) throw new vscode.CancellationError();
      if (!(error instanceof UserError) && !(error instanceof vscode.LanguageModelError)) this.#deps.log.error(error);
      throw error;
    } finally {
      cancellation.dispose();
    }
  }
}

function describeModel(model: EngineModel): vscode.LanguageModelChatInformation {
  const maxOutputTokens = answerTokens(model);
  return {
    id: model.name,
    name: model.name,
    family: model.architecture,
    version: '1',
    detail: 'Leeward',
    tooltip: `${model.title === '' ? model.name : model.title}. It runs on this machine; nothing leaves it.`,
    maxInputTokens: model.contextSizeTokens - maxOutputTokens,
    maxOutputTokens,
    capabilities: { imageInput: false, toolCalling: chooseTools(model) !== undefined },
  };
}

/** Kept for an answer. */
function answerTokens({ contextSizeTokens }: EngineModel): number {
  return Math.min(4_096, Math.floor(contextSizeTokens / 4));
}

/** What a format has around a message, at most. */
const turnTokens = 8;

function responsePart(piece: AnswerPiece): vscode.LanguageModelResponsePart {
  if (piece.kind === 'text') return new vscode.LanguageModelTextPart(piece.text);
  const { name, input } = piece.call;
  return new vscode.LanguageModelToolCallPart(`call_${randomUUID()}`, name, input);
}
