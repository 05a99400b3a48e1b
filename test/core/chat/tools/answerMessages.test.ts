import { strict as assert } from 'node:assert';
import { type AnswerMessagesInput, answerMessages } from '../../../../src/core/chat/tools/answerMessages.ts';
import type { SaidMessage } from '../../../../src/core/chat/tools/modelRequest.ts';
import type { AnswerPiece } from '../../../../src/core/chat/tools/toolCallReader.ts';
import { promptText } from '../../../../src/core/prompt/segments.ts';
import type { EngineModel } from '../../../../src/shared/engine.ts';
import { never } from '../../../support/engineFixture.ts';
import { FakeEngine, prefixModel } from '../../../support/fakeEngine.ts';
import { JudgingEngine } from '../../../support/judgingEngine.ts';

const qwen: EngineModel = {
  ...prefixModel,
  controlTokens: ['<|im_start|>', '<|im_end|>', '<tool_call>', '</tool_call>'],
  chatTemplate: '<|im_start|><tool_call><function-name>',
};
const tools = [{ name: 'search', description: 'Finds code.' }];
const asked = (text: string): SaidMessage => ({ role: 'user', parts: [{ kind: 'text', text }] });

async function answer(engine: FakeEngine, over: Partial<AnswerMessagesInput> = {}) {
  const pieces: AnswerPiece[] = [];
  const usual = { messages: [asked('Where?')], guardrails: 'off', tools, mustCall: false, maxTokens: 50 } as const;
  const input = { engine, model: qwen, ...usual, ...over };
  const outcome = await answerMessages(input, (piece) => pieces.push(piece), never);
  return { pieces, outcome };
}

describe('answerMessages', () => {
  it('hands on text as it comes, without the white space before it, and calls once they are whole', async () => {
    const deltas = [' \n', 'I ', 'look.\n<tool', '_call>\n{"name": "search", ', '"arguments": {"q": 1}}\n</tool_call>'];
    const { pieces, outcome } = await answer(new FakeEngine(() => ({ deltas }), qwen));
    assert.deepEqual(pieces, [
      { kind: 'text', text: 'I' },
      { kind: 'text', text: ' look.' },
      { kind: 'call', call: { name: 'search', input: { q: 1 } } },
    ]);
    assert.equal(outcome.kind, 'answered');
  });

  it('reads an answer that must be a call as the rest of one', async () => {
    const engine = new FakeEngine(() => '{"name": "search", "arguments": {}}\n</tool_call>', qwen);
    const { pieces } = await answer(engine, { mustCall: true });
    assert.deepEqual(pieces, [{ kind: 'call', call: { name: 'search', input: {} } }]);
  });

  it('takes a call for text where no tool was offered', async () => {
    const written = '<tool_call>{"name": "search", "arguments": {}}</tool_call>';
    const { pieces } = await answer(new FakeEngine(() => written, qwen), { tools: [] });
    assert.equal(pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''), written);
  });

  it('ends an answer that goes round in circles', async () => {
    const deltas = Array.from({ length: 500 }, () => 'and so it goes on and on. ');
    const { pieces } = await answer(new FakeEngine(() => ({ deltas }), qwen), { maxTokens: 1_000 });
    assert.ok(pieces.length < 100, `${pieces.length} pieces`);
  });

  it('puts the guardrails before what the system text says', async () => {
    const engine = new FakeEngine(() => 'Yes.', qwen);
    const system: SaidMessage = { role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }] };
    await answer(engine, { guardrails: 'prompt', messages: [system, asked('Where?')] });
    assert.match(promptText(engine.requests[0]?.segments ?? []), /care, respect and truth[\s\S]*Be brief\./);
  });

  it('hands nothing on of what moderation refuses, and all of the rest at the end', async () => {
    const options = { guardrails: 'moderation' } as const;
    const engine = new JudgingEngine(() => 'Something evil.', qwen);
    const refused = await answer(engine, options);
    assert.deepEqual([refused.pieces, refused.outcome.kind], [[], 'refused']);
    const notAsked = await answer(engine, { ...options, messages: [asked('evil?')] });
    assert.deepEqual([notAsked.pieces, notAsked.outcome.kind, engine.requests.length], [[], 'refused', 1]);
    const fine = await answer(new JudgingEngine(() => 'Here.', qwen), options);
    assert.equal(fine.pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''), 'Here.');
  });
});
