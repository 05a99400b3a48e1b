import { strict as assert } from 'node:assert';
import { describeChatModel } from '../../../src/host/chat/chatModel.ts';
import type { EngineModel } from '../../../src/shared/engine.ts';
import { UserError } from '../../../src/shared/errors.ts';

const small: EngineModel = {
  ...{ name: 'SmolLM2-135M-Instruct', title: '', path: '/m.gguf', sizeBytes: 98e6, architecture: 'llama' },
  ...{ contextSizeTokens: 4096, chatTemplate: '<|im_start|>', backend: 'cpu', deviceNames: [], threads: 1 },
  controlTokens: ['<|im_start|>', '<|im_end|>'],
};
const large = { ...small, name: 'Large', sizeBytes: 4e9 };
const ready = (model: EngineModel) => ({ kind: 'ready', model, pid: 1 }) as const;

describe('what the chat says of the model', () => {
  it('is nothing but its name where it is good enough', () => {
    assert.deepEqual(describeChatModel(ready(large), large, true), { name: 'Large', canChat: true });
    assert.deepEqual(describeChatModel({ kind: 'off' }, large, true), { name: 'Large', canChat: true });
  });

  it('is a warning where it is too small to be trusted', () => {
    const said = describeChatModel(ready(small), small, true);
    assert.equal(said.canChat, true);
    assert.match(said.notice ?? '', /very small/);
  });

  it('is why one can not chat with it', () => {
    const base = { ...large, name: 'Base', chatTemplate: '', controlTokens: [] };
    const said = describeChatModel(ready(base), base, true);
    assert.equal(said.canChat, false);
    assert.match(said.notice ?? '', /no chat template/);
    assert.equal(describeChatModel(ready(large), large, false).canChat, false);
  });

  it('is how far its loading is, during which questions wait', () => {
    const said = describeChatModel(
      { kind: 'loading', modelPath: '/m', step: 'loading', progress: 0.4 },
      undefined,
      true,
    );
    assert.deepEqual(said, {
      name: '',
      canChat: true,
      notice: 'The model is being loaded: 40 %. Questions wait for it.',
    });
  });

  it('is why it failed; asking again is no use where the model is the reason', () => {
    const failed = (code: 'modelMissing' | 'engineGone') =>
      describeChatModel({ kind: 'failed', error: new UserError(code, 'Why.') }, undefined, true);
    assert.deepEqual(failed('modelMissing'), { name: '', canChat: false, notice: 'Why.' });
    assert.equal(failed('engineGone').canChat, true);
  });
});
