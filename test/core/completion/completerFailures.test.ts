import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../../src/shared/errors.ts';
import { completerFixture, texts } from '../../support/completerFixture.ts';
import { Gate } from '../../support/fakeEngine.ts';

const engineGone = new UserError('engineGone', 'The engine has ended.');

describe('Completer, where the engine fails', () => {
  it('hands on errors as they are, and works again afterwards', async () => {
    const tooLong = new UserError('promptTooLong', 'The prompt is too long.');
    const { ask, engine, logs } = completerFixture(() =>
      engine.requests.length === 1 ? { deltas: ['val', 'ue'], failure: { at: 1, error: tooLong } } : 'value;',
    );
    await assert.rejects(ask('let a = ‸\n'), (error) => error === tooLong);
    assert.deepEqual(texts(await ask('let a = ‸\n')), ['value;']);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['failed', 'generated'],
    );
  });

  it('asks once more where the engine dies under an answer, one that began before included', async () => {
    const gate = new Gate();
    const { ask, engine, logs } = completerFixture(() =>
      engine.requests.length === 1
        ? { deltas: ['value', ' + 1;'], gates: new Map([[1, gate]]), failure: { at: 1, error: engineGone } }
        : 'ue + 1;',
    );
    const cancel = new AbortController();
    const first = ask('let a = ‸\n', {}, cancel.signal);
    await nextTurn();
    cancel.abort();
    const last = ask('let a = val‸\n');
    assert.deepEqual(await first, []);
    gate.open();
    assert.deepEqual(texts(await last), ['ue + 1;']);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['cancelled', 'generated'],
    );
  });

  it('asks no third time where the engine dies again', async () => {
    const { ask, engine, logs } = completerFixture(() => ({
      deltas: ['value'],
      failure: { at: 1, error: engineGone },
    }));
    await assert.rejects(ask('let a = ‸\n'), (error) => error === engineGone);
    assert.equal(engine.requests.length, 2);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['failed'],
    );
  });

  it('asks nothing more for a superseded request where the engine dies under it', async () => {
    const gate = new Gate();
    const { ask, engine } = completerFixture(() =>
      engine.requests.length === 1
        ? { deltas: ['value'], gates: new Map([[0, gate]]), failure: { at: 0, error: engineGone } }
        : 'value;',
    );
    const [superseded, last] = [ask('let a = ‸\n'), ask('let a = ‸\n')];
    gate.open();
    assert.deepEqual(await superseded, []);
    assert.deepEqual(texts(await last), ['value;']);
    assert.equal(engine.requests.length, 2);
  });
});
