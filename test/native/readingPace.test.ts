import { strict as assert } from 'node:assert';
import { ReadingPace } from '../../native/window/readingPace.ts';

const MiB = 2 ** 20;

describe('the pace of reading', () => {
  it('suffers where a disk reads far slower while it writes', () => {
    const pace = new ReadingPace();
    pace.note(128 * MiB, 100, false);
    pace.note(40 * MiB, 300, true);
    assert.ok(pace.suffersFromWriting);
  });

  it('does not where the file is in memory', () => {
    const pace = new ReadingPace();
    pace.note(128 * MiB, 100, false);
    pace.note(128 * MiB, 150, true);
    assert.ok(!pace.suffersFromWriting);
  });

  it('is not judged by the little that was read ahead', () => {
    const pace = new ReadingPace();
    pace.note(128 * MiB, 100, false);
    pace.note(8 * MiB, 300, true);
    assert.ok(!pace.suffersFromWriting);
    assert.ok(!new ReadingPace().suffersFromWriting);
  });
});
