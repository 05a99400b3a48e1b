import { strict as assert } from 'node:assert';
import { type DocumentChange, kindOf, Typing } from '../../../src/core/completion/typing.ts';

const uri = 'file:///a.ts';
const edit = (insertedText: string, deletedLength = 0): DocumentChange => ({
  uri,
  reason: 'edit',
  edits: [{ insertedText, deletedLength }],
});

describe('kindOf', () => {
  const cases: readonly [DocumentChange, string][] = [
    [edit('a'), 'typing'],
    [edit('\n    '), 'typing'],
    [edit('{\n    \n}'), 'typing'],
    [edit('name', 2), 'typing'],
    [edit('', 1), 'deletion'],
    [edit('a\nb\nc\nd'), 'paste'],
    [edit('value + 1;'), 'accepted'],
    [edit('value'), 'accepted'],
    [edit('v'), 'typing'],
    [{ uri, reason: 'edit', edits: [] }, 'none'],
    [{ ...edit('a'), reason: 'undo' }, 'undo'],
    [{ ...edit('a'), reason: 'redo' }, 'undo'],
  ];
  for (const [change, kind] of cases) {
    it(`${change.reason} ${JSON.stringify(change.edits)}: ${kind}`, () =>
      assert.equal(kindOf(change, ['value + 1;']), kind));
  }
});

describe('Typing', () => {
  it('means the gaps of fluent typing only', () => {
    const typing = new Typing();
    assert.equal(typing.keystrokeGapMs, 200);
    for (const atMs of [1_000, 1_100, 1_180, 9_000, 9_120]) typing.noteChange(edit('a'), atMs, []);
    assert.equal(typing.keystrokeGapMs, 100);
  });

  it('forgets old gaps and answers', () => {
    const typing = new Typing();
    for (let index = 0; index < 20; index++) typing.noteResponse(1_000);
    assert.equal(typing.responseMs, 1_000);
    for (let index = 0; index < 20; index++) typing.noteResponse(10);
    assert.equal(typing.responseMs, 10);
  });

  it('keeps the last change of the document that changed last', () => {
    const typing = new Typing();
    typing.noteChange(edit('', 1), 0, []);
    typing.noteChange({ uri, reason: 'edit', edits: [] }, 1, []);
    assert.equal(typing.lastChange(uri), 'deletion');
    assert.equal(typing.lastChange('file:///b.ts'), 'none');
    typing.noteChange({ ...edit('a'), uri: 'file:///b.ts' }, 2, []);
    assert.equal(typing.lastChange(uri), 'none');
  });
});
