import { strict as assert } from 'node:assert';
import { describeIndex } from '../../../src/core/report/indexStatus.ts';

describe('describeIndex', () => {
  const indexing = { kind: 'indexing', filesDone: 1_234, filesTotal: 10_000, bytesPerSecond: 3_440_000 } as const;

  it('says how far it is and how fast', () => {
    assert.equal(describeIndex(indexing), 'indexing 1,234 of 10,000 files, 12 %, 3.4 MB/s');
    assert.equal(describeIndex({ kind: 'listing' }), 'listing the files of the workspace');
  });

  it('says why it stands still', () => {
    assert.match(describeIndex({ ...indexing, pausedFor: 'battery' }), /12 %, waiting for a power supply$/);
    assert.match(describeIndex({ ...indexing, pausedFor: 'typing' }), /12 %, waiting while you type$/);
    assert.match(describeIndex({ kind: 'listing', pausedFor: 'battery' }), /workspace, waiting for a power supply$/);
  });

  it('says 100 % at the very end only, and divides nothing by nothing', () => {
    assert.match(describeIndex({ ...indexing, filesDone: 9_999 }), / 99 %,/);
    assert.equal(describeIndex({ ...indexing, filesDone: 0, filesTotal: 0 }), 'indexing');
  });

  it('says what is known in the end', () => {
    assert.equal(
      describeIndex({ kind: 'ready', files: 1, symbols: 12_345, parsedFiles: 1 }),
      '1 file with 12,345 definitions indexed',
    );
  });
});
