import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { ChatSession } from '../../src/core/chat/chatSession.ts';
import { expandQuestion } from '../../src/core/chat/slashCommands.ts';
import type { AnswerMessage } from '../../src/shared/conversation.ts';
import type { Engine, GenerateRequest } from '../../src/shared/engine.ts';

export interface ChatOnEngineOptions {
  /** Texts by path, which questions may mention. */
  readonly files?: ReadonlyMap<string, string>;
  /** Answers are cut there, so that a test does not wait for thousands of tokens. */
  readonly answerTokens: number;
  readonly onDelta?: (delta: string) => void;
}

/** A chat session on a real engine. */
export class ChatOnEngine {
  readonly session: ChatSession;
  /** What the engine was asked. */
  readonly requests: GenerateRequest[] = [];

  constructor(engine: Engine, { files = new Map(), answerTokens, onDelta = () => {} }: ChatOnEngineOptions) {
    this.session = new ChatSession({
      engine: {
        model: (signal) => engine.model(signal),
        generate: (request, onPiece, signal) => {
          this.requests.push(request);
          return engine.generate({ ...request, maxTokens: answerTokens }, onPiece, signal);
        },
        score: (request, signal) => engine.score(request, signal),
        countTokens: (texts, signal) => engine.countTokens(texts, signal),
        forget: (signal) => engine.forget(signal),
      },
      nowMs: () => 0,
      newId: () => randomUUID(),
      guardrails: () => 'off',
      readMentions: async (mentions) =>
        mentions.map((mention) => ({ mention, path: mention.label, text: files.get(mention.label) ?? '' })),
      expand: async (text) => expandQuestion(text),
      save: () => {},
      onChange: () => {},
      onDelta: (_id, delta) => onDelta(delta),
      onAnswer: () => {},
      onProblem: (text) => assert.fail(text),
    });
  }

  /** Asks, and waits for the answer. */
  async ask(text: string, paths: readonly string[] = []): Promise<AnswerMessage> {
    await this.session.send(
      text,
      paths.map((path) => ({ kind: 'file', label: path })),
    );
    return this.lastAnswer;
  }

  get lastAnswer(): AnswerMessage {
    const last = this.session.shown().messages.at(-1)?.message;
    return last?.role === 'assistant' ? last : assert.fail('there is no answer');
  }
}
