import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Completer } from '../../src/core/completion/completer.ts';
import type { RequestLog } from '../../src/core/completion/requestLog.ts';
import type { Engine } from '../../src/shared/engine.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { ChatOnEngine } from '../support/chatOnEngine.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';

const uri = 'file:///typed.ts';
const question = 'Write a function that sorts numbers, and say how it works.';
const typed = 'const smallest = Math.min(';

describe('typing while an answer streams, on the real default model', function () {
  this.timeout(300_000);
  let modelPath: string;
  before(async () => {
    modelPath = await ensureDefaultModel();
  });

  /** With caches that nobody has used: what is evaluated in one call or another is rounded differently. */
  async function onFreshEngine<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> {
    const fixture = await EngineFixture.create();
    try {
      return await work(fixture.client(modelPath));
    } finally {
      await fixture.dispose();
    }
  }

  /** What each keystroke was answered, and what that cost. */
  async function type(engine: Engine, onKey: () => void = () => {}): Promise<readonly Keystroke[]> {
    const { completion } = parseSettings({}).settings;
    const lines: RequestLog[] = [];
    // No time passes for it, so that it asks the same each time.
    const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
    const log = (line: RequestLog) => lines.push(line);
    const completer = new Completer({ engine, clock, settings: () => completion, log });
    let text = await readFile(new URL('../../tools/example/rectangle.ts', import.meta.url), 'utf8');
    const keystrokes: Keystroke[] = [];
    for (const insertedText of typed) {
      text += insertedText;
      completer.noteChange({ uri, reason: 'edit', edits: [{ deletedLength: 0, insertedText }] });
      lines.length = 0;
      const document = { uri, languageId: 'typescript' };
      const [first] = await completer.complete({ document, text, offset: text.length, trigger: 'automatic' }, never);
      const { promptTokens, evaluatedTokens } = lines.findLast(({ counts }) => counts !== undefined)?.counts ?? {};
      keystrokes.push({ shown: first?.text, promptTokens, evaluatedTokens });
      onKey();
    }
    return keystrokes;
  }

  it('changes neither what is completed, nor what that costs, nor the answer', async () => {
    const alone = await onFreshEngine(async (engine) => {
      const keystrokes = await type(engine);
      return { keystrokes, answer: await new ChatOnEngine(engine, { answerTokens: 150 }).ask(question) };
    });
    const together = await onFreshEngine(async (engine) => {
      let hasBegun = () => {};
      const begun = new Promise<void>((resolve) => {
        hasBegun = resolve;
      });
      let deltas = 0;
      const onDelta = () => {
        deltas += 1;
        hasBegun();
      };
      const chat = new ChatOnEngine(engine, { answerTokens: 150, onDelta });
      const answering = chat.ask(question);
      await begun;
      let whileStreaming = 0;
      const keystrokes = await type(engine, () => {
        if (chat.session.streamingId !== undefined && deltas > 0) whileStreaming += 1;
      });
      return { keystrokes, answer: await answering, whileStreaming };
    });
    assert.deepEqual(together.keystrokes, alone.keystrokes);
    assert.equal(together.answer.text, alone.answer.text);
    assert.ok(alone.answer.text.length > 200);
    assert.ok(alone.keystrokes.filter(({ shown }) => shown !== undefined).length > 5, JSON.stringify(alone.keystrokes));
    assert.ok(together.whileStreaming > 5, `${together.whileStreaming} keystrokes while the answer was written`);
  });
});

interface Keystroke {
  readonly shown: string | undefined;
  readonly promptTokens: number | undefined;
  readonly evaluatedTokens: number | undefined;
}
