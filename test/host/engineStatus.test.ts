import { strict as assert } from 'node:assert';
import { describeStatus, type EngineStatus } from '../../src/host/engine/engineStatus.ts';
import type { EngineModel } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';

const model: EngineModel = {
  name: 'Tiny',
  path: '/models/tiny.gguf',
  sizeBytes: 1,
  architecture: 'llama',
  contextSizeTokens: 4096,
  backend: 'cpu',
  title: 'Tiny of the Makers',
  deviceNames: [],
  threads: 3,
  controlTokens: [],
  chatTemplate: '',
};
const ready = (over: Partial<EngineModel> = {}): EngineStatus => ({
  kind: 'ready',
  pid: 1,
  model: { ...model, ...over },
});

describe('describeStatus', () => {
  it('names the model, the backend that is really used, and why there is no fill-in-the-middle', () => {
    const { label, detail, severity } = describeStatus(ready(), true);
    assert.equal(label, 'Leeward: Tiny (CPU)');
    assert.match(
      detail,
      /Tiny runs on CPU with 3 threads, with 4096 tokens of context\..*only the text before the cursor/,
    );
    assert.equal(severity, 'normal');
  });

  it('names the graphics card and the family', () => {
    const controlTokens = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];
    const { detail } = describeStatus(
      ready({ backend: 'cuda', deviceNames: ['Card 1'], title: 'Qwen2.5 Coder 1.5B', controlTokens }),
      true,
    );
    assert.match(detail, /runs on CUDA \(Card 1\).*It fills in the middle \(Qwen2\.5-Coder\)/);
  });

  it('says in whole percents how far loading is', () => {
    const status: EngineStatus = { kind: 'loading', step: 'loading', modelPath: '/m.gguf', progress: 0.426 };
    assert.equal(describeStatus(status, true).label, 'Leeward: loading 43 %');
  });

  it('says why it failed, and offers a download where there is no model', () => {
    const failed = describeStatus({ kind: 'failed', error: new UserError('modelInvalid', 'x.gguf is empty.') }, true);
    assert.deepEqual([failed.label, failed.detail, failed.severity], ['Leeward: failed', 'x.gguf is empty.', 'error']);
    const missing = describeStatus({ kind: 'failed', error: new UserError('modelMissing', 'No model.') }, true);
    assert.deepEqual(
      [missing.icon, missing.label, missing.severity],
      ['cloud-download', 'Leeward: no model', 'warning'],
    );
  });

  it('says that it is off whatever the engine does', () => {
    assert.equal(describeStatus(ready(), false).label, 'Leeward: off');
  });
});
