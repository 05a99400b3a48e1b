import { strict as assert } from 'node:assert';
import type { ChatSessionPorts } from '../../src/core/chat/chatPorts.ts';
import { ChatSession } from '../../src/core/chat/chatSession.ts';
import { expandQuestion } from '../../src/core/chat/slashCommands.ts';
import { promptText } from '../../src/core/prompt/segments.ts';
import type { AnswerMessage, Conversation, Mention } from '../../src/shared/conversation.ts';
import type { EngineModel, GenerateRequest } from '../../src/shared/engine.ts';
import { type FakeAnswer, type FakeEngine, prefixModel } from './fakeEngine.ts';
import { JudgingEngine } from './judgingEngine.ts';

/** A file that can be mentioned. */
export const file: Mention = { kind: 'file', label: 'a.ts', uri: 'file:///src/a.ts' };

/** A model that one can talk with. */
export const chatModel: EngineModel = {
  ...prefixModel,
  name: 'chatty',
  controlTokens: ['<|im_start|>', '<|im_end|>'],
  chatTemplate: '<|im_start|>',
};

/** A session on an engine that answers by script; what it tells and asks of the world is kept. */
export class ChatSessionFixture {
  readonly session: ChatSession;
  readonly engine: FakeEngine;
  readonly saved: Conversation[] = [];
  readonly answers: AnswerMessage[] = [];
  readonly deltas: string[] = [];
  readonly problems: string[] = [];
  readonly read: (readonly Mention[])[] = [];
  readonly budgets: number[] = [];
  guardrails: 'off' | 'prompt' | 'moderation' | 'both' = 'off';
  now = 0;
  fileText = 'const a = 1;\n';
  beforeRead: () => Promise<void> = async () => {};

  constructor(answer: (request: GenerateRequest) => string | FakeAnswer = () => ' Yes.', model = chatModel) {
    this.engine = new JudgingEngine(answer, model);
    let ids = 0;
    const ports: ChatSessionPorts = {
      engine: this.engine,
      nowMs: () => this.now,
      newId: () => `id${ids++}`,
      guardrails: () => this.guardrails,
      readMentions: async (mentions, _question, budgetTokens) => {
        await this.beforeRead();
        this.read.push(mentions);
        this.budgets.push(budgetTokens);
        return mentions.map((mention) => ({ mention, path: 'src/a.ts', text: this.fileText }));
      },
      expand: async (text) => expandQuestion(text),
      save: (conversation) => this.saved.push(conversation),
      onChange: () => {},
      onDelta: (_id, delta) => this.deltas.push(delta),
      onAnswer: (message) => this.answers.push(message),
      onProblem: (text) => this.problems.push(text),
    };
    this.session = new ChatSession(ports);
  }

  get branch() {
    return this.session.shown().messages.map(({ message }) => message);
  }

  get lastPrompt(): string {
    return promptText(this.engine.requests.at(-1)?.segments ?? []);
  }

  answerAt(index: number): AnswerMessage {
    const message = this.branch.at(index);
    return message?.role === 'assistant' ? message : assert.fail(`no answer at ${index}`);
  }
}
