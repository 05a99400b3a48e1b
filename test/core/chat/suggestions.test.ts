import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { mentionKindRows, mentionLabel } from '../../../src/core/chat/mentionKinds.ts';
import { kindsFor, matchScore, parseTypedWord, suggestionsFor } from '../../../src/core/chat/suggestions.ts';
import { mentionKinds } from '../../../src/shared/conversation.ts';

const best = (query: string, names: readonly string[]) => suggestionsFor(query, names, (name) => name);

describe('suggestions', () => {
  it('reads what is being typed', () => {
    assert.deepEqual(parseTypedWord('/ex'), { kind: 'command', query: 'ex' });
    assert.deepEqual(parseTypedWord('#'), { kind: 'mention', query: '' });
    assert.deepEqual(parseTypedWord('#fi'), { kind: 'mention', query: 'fi' });
    assert.deepEqual(parseTypedWord('#file '), { kind: 'named', mentionKind: 'file', query: '' });
    assert.deepEqual(parseTypedWord('#File:src/cl'), { kind: 'named', mentionKind: 'file', query: 'src/cl' });
    assert.deepEqual(parseTypedWord('#symbol Chat S'), { kind: 'named', mentionKind: 'symbol', query: 'Chat S' });
    for (const word of ['', 'a', '/usr/bin', '#changes x', '#x y']) assert.equal(parseTypedWord(word), undefined);
  });

  it('proposes each kind once, with one sentence', () => {
    assert.deepEqual(mentionKindRows.map(({ kind }) => kind).sort(), [...mentionKinds].sort());
    for (const { sentence } of mentionKindRows) assert.match(sentence, /^[A-Z][^.]*\.$/);
    assert.deepEqual(kindsFor('se').map(({ kind }) => kind)[0], 'selection');
    assert.equal(kindsFor('').length, mentionKinds.length);
  });

  it('ranks beginnings, humps and the name before the folders', () => {
    const names = [
      'src/core/chat/conversationTree.ts',
      'src/core/chat/chatSession.ts',
      'test/session/clamp.ts',
      'src/cats.ts',
    ];
    assert.equal(best('cS', names)[0], 'src/core/chat/chatSession.ts');
    assert.equal(best('clamp', names)[0], 'test/session/clamp.ts');
    assert.equal(best('session', names)[0], 'src/core/chat/chatSession.ts');
    assert.equal(best('chat/tree', names)[0], 'src/core/chat/conversationTree.ts');
    assert.deepEqual(best('clamp.ts', ['a/clamp.test.ts', 'a/clamp.ts'])[0], 'a/clamp.ts');
    assert.deepEqual(best('a', ['b', 'c']), []);
  });

  it('finds exactly the names that have the letters in their order', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', 'c', '/', '_', '1', 'é') });
    fc.assert(
      fc.property(name, name, (query, path) => {
        const letters = [...query.toLowerCase()].map((letter) => letter.replace(/[/]/g, '\\/'));
        const has = new RegExp(letters.join('.*'), 's').test(path.toLowerCase());
        assert.equal(matchScore(query, path) > 0, has);
      }),
    );
  });

  it('keeps the order of equals, and gives no more than were asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a.ts', 'b.ts', 'ab.ts')), fc.nat(5), (names, most) => {
        const rows = names.map((name, index) => ({ name, index }));
        const found = suggestionsFor('b', rows, (row) => row.name, most);
        assert.ok(found.length <= most);
        for (const name of new Set(names)) {
          const places = found.filter((row) => row.name === name).map(({ index }) => index);
          assert.deepEqual(
            places,
            [...places].sort((a, b) => a - b),
          );
        }
      }),
    );
  });

  it('labels a chip as people count lines', () => {
    assert.equal(mentionLabel({ kind: 'changes', label: '' }), '#changes');
    assert.equal(mentionLabel({ kind: 'file', label: 'a.ts', lines: { start: 2, end: 9 } }), 'a.ts:3-9');
    assert.equal(mentionLabel({ kind: 'file', label: 'a.ts', lines: { start: 2, end: 3 } }), 'a.ts:3');
    assert.equal(mentionLabel({ kind: 'file', label: 'a.ts:3-9', lines: { start: 2, end: 9 } }), 'a.ts:3-9');
  });
});
