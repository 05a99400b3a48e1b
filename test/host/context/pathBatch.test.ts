import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import { PathBatch } from '../../../src/host/context/pathBatch.ts';

describe('PathBatch', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('tells of what came in one go once, each path once', () => {
    const told: (readonly string[])[] = [];
    const batch = new PathBatch((paths) => told.push(paths));
    for (const path of ['a', 'b', 'a']) batch.add(path);
    assert.deepEqual(told, []);
    mock.timers.tick(1_000);
    batch.add('c');
    mock.timers.tick(10_000);
    assert.deepEqual(told, [['a', 'b'], ['c']]);
  });

  it('does not wait for ever where paths keep coming', () => {
    const told: (readonly string[])[] = [];
    const batch = new PathBatch((paths) => told.push(paths));
    for (let index = 0; index < 100; index++) {
      batch.add(`f${index}`);
      mock.timers.tick(50);
    }
    assert.ok(told.length >= 2);
    mock.timers.tick(10_000);
    assert.equal(new Set(told.flat()).size, 100);
    assert.equal(told.flat().length, 100);
  });

  it('is silent once it was disposed of', () => {
    const batch = new PathBatch(() => assert.fail());
    batch.add('a');
    batch.dispose();
    mock.timers.tick(10_000);
  });
});
