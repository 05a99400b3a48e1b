import { strict as assert } from 'node:assert';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { placeBlock } from '../../../src/core/chat/placement/placeBlock.ts';
import type { Placement } from '../../../src/core/chat/placement/placement.ts';
import { placeOffThread } from '../../../src/host/chat/blocks/placeOffThread.ts';

const entryPath = resolve(import.meta.dirname, '../../../src/host/chat/blocks/placementThread.ts');
const add = (name: string, sum: string) =>
  `export function ${name}(a: number, b: number): number {\n  return ${sum};\n}\n`;
const task = (functions: number) => ({
  block: { code: add('add7', 'a - b'), language: 'ts', isClosed: true },
  target: {
    text: Array.from({ length: functions }, (_, at) => add(`add${at}`, `a + b + ${at}`)).join('\n'),
    languageId: 'typescript',
    path: 'src/add.ts',
  },
});

describe('a block that is placed in a thread of its own', () => {
  it('has the same place, and the others go on meanwhile', async () => {
    const large = task(5_000);
    let placement: Placement | undefined;
    const placed = placeOffThread(entryPath, large, new AbortController().signal).then((found) => {
      placement = found;
    });
    let turns = 0;
    while (placement === undefined) {
      await nextTurn();
      turns += 1;
    }
    await placed;
    assert.deepEqual(placement, placeBlock(large.block, large.target));
    assert.equal(placement.kind, 'placed');
    assert.ok(turns > 50, `${turns} turns of the event loop`);
  });

  it('can be given up', async () => {
    const controller = new AbortController();
    const placed = placeOffThread(entryPath, task(5_000), controller.signal);
    controller.abort();
    await assert.rejects(placed, { name: 'CancelledError' });
    await assert.rejects(placeOffThread(entryPath, task(1), controller.signal), { name: 'CancelledError' });
  });

  it('says so where the thread fails', async () => {
    await assert.rejects(placeOffThread(join(entryPath, 'nothing.ts'), task(1), new AbortController().signal));
  });
});
