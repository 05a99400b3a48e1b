import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { IndexPauses } from '../../../src/host/context/indexPauses.ts';

function setUp(onBattery: 'pause' | 'run' = 'pause') {
  const state = { onBattery, isOnBattery: false, asked: 0 };
  const told: (string | undefined)[] = [];
  const pauses = new IndexPauses({
    pause: (reason) => told.push(reason),
    onBattery: () => state.onBattery,
    isOnBattery: async () => {
      state.asked += 1;
      return state.isOnBattery;
    },
  });
  return { state, told, pauses };
}

describe('IndexPauses', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('pauses from the first keystroke until a while after the last', () => {
    const { told, pauses } = setUp();
    for (let key = 0; key < 20; key++) {
      pauses.noteTyping();
      mock.timers.tick(1_000);
    }
    assert.deepEqual(told, ['typing']);
    mock.timers.tick(1_000);
    assert.deepEqual(told, ['typing', undefined]);
  });

  it('pauses on battery, typing or not, until there is a power supply', async () => {
    const { state, told, pauses } = setUp();
    state.isOnBattery = true;
    pauses.noteWork('a', true);
    await nextTurn();
    pauses.noteTyping();
    mock.timers.tick(5_000);
    assert.deepEqual(told, ['battery']);
    state.isOnBattery = false;
    mock.timers.tick(60_000);
    await nextTurn();
    assert.deepEqual(told, ['battery', undefined]);
  });

  it('asks on while one folder of several has work', async () => {
    const { state, told, pauses } = setUp();
    state.isOnBattery = true;
    pauses.noteWork('a', true);
    pauses.noteWork('b', true);
    await nextTurn();
    pauses.noteWork('b', false);
    state.isOnBattery = false;
    mock.timers.tick(60_000);
    await nextTurn();
    assert.deepEqual(told, ['battery', undefined]);
  });

  it('does not hold work back that begins after all other has ended, but asks again', async () => {
    const { state, told, pauses } = setUp();
    state.isOnBattery = true;
    pauses.noteWork('a', true);
    await nextTurn();
    pauses.noteWork('a', false);
    assert.deepEqual(told, ['battery', undefined]);
    pauses.noteWork('a', true);
    await nextTurn();
    assert.deepEqual(told, ['battery', undefined, 'battery']);
    state.isOnBattery = false;
    mock.timers.tick(60_000);
    await nextTurn();
    assert.deepEqual(told, ['battery', undefined, 'battery', undefined]);
  });

  it('goes on at once where the user changes their mind', async () => {
    const { state, told, pauses } = setUp();
    state.isOnBattery = true;
    pauses.noteWork('a', true);
    await nextTurn();
    state.onBattery = 'run';
    pauses.settingsChanged();
    assert.deepEqual(told, ['battery', undefined]);
    await nextTurn();
    state.onBattery = 'pause';
    pauses.settingsChanged();
    await nextTurn();
    assert.deepEqual(told, ['battery', undefined, 'battery']);
  });

  it('asks for the power only while there is work, and where the answer matters', async () => {
    const { state, pauses } = setUp();
    mock.timers.tick(600_000);
    assert.equal(state.asked, 0);
    pauses.noteWork('a', true);
    pauses.noteWork('a', true);
    await nextTurn();
    assert.equal(state.asked, 1);
    pauses.noteWork('a', false);
    mock.timers.tick(600_000);
    assert.equal(state.asked, 1);
    const running = setUp('run');
    running.pauses.noteWork('a', true);
    await nextTurn();
    assert.equal(running.state.asked, 0);
    running.pauses.dispose();
  });
});
