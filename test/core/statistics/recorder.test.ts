import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { record } from '../../../src/core/statistics/recorder.ts';
import { emptyTally, type Tally } from '../../../src/core/statistics/tally.ts';
import { SimulatedGhostText } from '../../support/simulatedGhostText.ts';

const minuteMs = 60_000;
const counts = ({ shown, accepted, whole }: Tally) => ({ shown, accepted, whole });

describe('what is counted of completions', () => {
  it('is shown once, however much of it is typed', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n);');
    for (const key of 'fib') {
      editor.insert(key);
      editor.answer('fibonacci(n);'.slice(editor.offset - 'return '.length));
    }
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 0, whole: 0 });
    editor.insert('x');
    editor.answer('y;');
    assert.deepEqual(counts(editor.tally), { shown: 2, accepted: 0, whole: 0 });
  });

  it('is nothing where nothing is offered', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer();
    assert.deepEqual(editor.tally, emptyTally);
  });

  it('is accepted once, whole, where the editor says so', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n);');
    editor.accept('fibonacci(n);');
    editor.runCommand();
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 1 });
  });

  it('is accepted in part by words or lines, once for all of them, and whole where the rest is taken too', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n) + 1;');
    editor.insert('fibonacci');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 0 });
    editor.answer('(n) + 1;');
    editor.insert('(n)');
    editor.answer(' + 1;');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 0 });
    editor.accept(' + 1;');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 1 });
  });

  it('is an alternative too', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n);', 'sum(n);', 'sum(m);');
    editor.insert('sum');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 0 });
    editor.accept('(m);');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 1 });
  });

  for (const [what, offered, typed] of [
    ['a key', 'fibonacci(n);', 'f'],
    ['a line end with its indentation', '\n    return n;', '\n    '],
    ['a bracket and the one that the editor closes it with', '() => n;', '()'],
    ['something else', 'fibonacci(n);', 'fact(n)'],
    ['more than was offered', 'fib', 'fibonacci'],
  ] as const) {
    it(`is not accepted by typing ${what}`, () => {
      const editor = new SimulatedGhostText('return ‸');
      editor.answer(offered);
      editor.insert(typed);
      assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 0, whole: 0 });
    });
  }

  it('is not accepted by a change elsewhere, nor by what VS Code does to several places at once', () => {
    const editor = new SimulatedGhostText('// \nreturn ‸');
    editor.answer('fibonacci(n);');
    const elsewhere = { range: { start: 3, end: 3 }, newText: 'fibonacci' };
    editor.change(elsewhere);
    assert.equal(editor.tally.accepted, 0);
    editor.offset += 9;
    editor.answer('fibonacci(n);');
    editor.change({ range: { start: editor.offset, end: editor.offset }, newText: 'fibonacci' }, elsewhere);
    assert.equal(editor.tally.accepted, 0);
  });

  it('is not accepted where the item of the list is, but where more than that is', () => {
    for (const [inserted, accepted] of [
      ['fibonacci', 0],
      ['fibonacci(n)', 1],
    ] as const) {
      const editor = new SimulatedGhostText('return fib‸');
      editor.answerFrom('return '.length, 'fibonacci'.length, 'fibonacci(n);');
      editor.change({ range: { start: 'return '.length, end: editor.offset }, newText: inserted });
      assert.equal(editor.tally.accepted, accepted, inserted);
    }
  });

  it('is known by its command where the change could have been a key', () => {
    const editor = new SimulatedGhostText('sum(a‸');
    editor.answer(')');
    editor.accept(')');
    assert.deepEqual(counts(editor.tally), { shown: 1, accepted: 1, whole: 1 });
    editor.wait(minuteMs);
    assert.deepEqual(editor.tally.after30s, { lookedAt: 1, kept: 1, characters: 1, keptCharacters: 1 });
  });

  it('goes to the day on which it was shown', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n);');
    editor.day = '2026-12-01';
    editor.accept('fibonacci(n);');
    editor.wait(10 * minuteMs);
    assert.deepEqual(
      editor.statistics.map(({ day }) => day),
      ['2026-11-30'],
    );
    assert.equal(editor.tally.after5min.lookedAt, 1);
  });

  it('is of the offer that is accepted, be it the last but one', () => {
    const editor = new SimulatedGhostText('return ‸');
    editor.answer('fibonacci(n);');
    const first = editor.recording.lastId;
    editor.answer('sum(n);');
    editor.runCommand(first);
    assert.deepEqual(counts(editor.tally), { shown: 2, accepted: 1, whole: 1 });
    editor.runCommand(999);
    assert.equal(editor.tally.accepted, 1);
  });
});

describe('what is kept of completions', () => {
  it('is looked at after half a minute and after five', () => {
    const editor = new SimulatedGhostText('return ‸;');
    editor.answer('first + second');
    editor.accept('first + second');
    editor.wait(29_000);
    assert.equal(editor.tally.after30s.lookedAt, 0);
    editor.wait(1_000);
    assert.deepEqual(editor.tally.after30s, { lookedAt: 1, kept: 1, characters: 12, keptCharacters: 12 });
    editor.change({ range: { start: 7, end: 21 }, newText: 'none' });
    editor.wait(5 * minuteMs);
    assert.deepEqual(editor.tally.after5min, { lookedAt: 1, kept: 0, characters: 12, keptCharacters: 0 });
    assert.deepEqual(editor.recording.followed, []);
  });

  it('is a part where a part was changed, wherever the place has gone to', () => {
    const editor = new SimulatedGhostText('return ‸;');
    editor.answer('first + second');
    editor.accept('first + second');
    editor.change({ range: { start: 0, end: 0 }, newText: '// a comment\n' });
    const start = editor.text.indexOf('first');
    editor.change({ range: { start, end: start + 5 }, newText: 'last' });
    editor.wait(10 * minuteMs);
    assert.deepEqual(editor.tally.after5min, { lookedAt: 1, kept: 1, characters: 12, keptCharacters: 7 });
  });

  it('is nothing after an undo', () => {
    const editor = new SimulatedGhostText('return ‸;');
    editor.answer('first + second');
    editor.accept('first + second');
    editor.change({ range: { start: 7, end: 21 }, newText: '' });
    editor.wait(minuteMs);
    assert.deepEqual(editor.tally.after30s, { lookedAt: 1, kept: 0, characters: 12, keptCharacters: 0 });
  });

  it('is of all pieces that were taken, and counts from the last', () => {
    const editor = new SimulatedGhostText('return ‸;');
    editor.answer('first + second');
    editor.insert('first');
    editor.wait(20_000);
    editor.answer(' + second');
    editor.accept(' + second');
    editor.wait(20_000);
    assert.equal(editor.tally.after30s.lookedAt, 0);
    editor.wait(10_000);
    assert.deepEqual(editor.tally.after30s, { lookedAt: 1, kept: 1, characters: 12, keptCharacters: 12 });
  });

  it('is what stood there when the document was closed', () => {
    const editor = new SimulatedGhostText('return ‸;');
    editor.answer('first + second');
    editor.accept('first + second');
    editor.close();
    editor.change({ range: { start: 0, end: 22 }, newText: '' });
    editor.wait(minuteMs);
    assert.equal(editor.tally.after30s.keptCharacters, 12);
  });
});

describe('law: whatever happens', () => {
  const texts = fc.constantFrom('', 'a', 'ab', 'abc(d);', 'abc', '()', '\n  ', ' b', 'c');
  const action = fc.oneof(
    fc.record({ kind: fc.constant('answer' as const), texts: fc.array(texts, { maxLength: 3 }), day: fc.nat(3) }),
    fc.record({ kind: fc.constant('insert' as const), text: texts }),
    fc.record({ kind: fc.constant('take' as const), length: fc.nat(8), isWhole: fc.boolean() }),
    fc.record({ kind: fc.constant('command' as const), id: fc.nat(12) }),
    fc.record({ kind: fc.constant('replace' as const), from: fc.nat(40), to: fc.nat(40), text: texts }),
    fc.record({ kind: fc.constant('jump' as const), to: fc.nat(40) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(200_000) }),
    fc.record({ kind: fc.constant('close' as const) }),
  );

  it('no count is negative, and what is a part of another is no more than that', () => {
    let accepted = 0;
    let lookedAt = 0;
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const editor = new SimulatedGhostText('let ‸ = ab\n');
        for (const one of actions) {
          const clamp = (offset: number) => Math.min(offset, editor.text.length);
          if (one.kind === 'answer') {
            editor.day = `2026-11-0${one.day + 1}`;
            editor.answer(...one.texts.filter((text) => text !== ''));
          } else if (one.kind === 'insert') editor.insert(one.text);
          else if (one.kind === 'take') editor.take(one.length, one.isWhole);
          else if (one.kind === 'command') editor.runCommand(one.id);
          else if (one.kind === 'jump') editor.offset = clamp(one.to);
          else if (one.kind === 'wait') editor.wait(one.ms);
          else if (one.kind === 'close') editor.close();
          else {
            const [start, end] = [Math.min(one.from, one.to), Math.max(one.from, one.to)];
            editor.change({ range: { start: clamp(start), end: clamp(end) }, newText: one.text });
            editor.offset = clamp(editor.offset);
          }
          for (const { range } of editor.recording.followed.filter(({ lastText }) => lastText === undefined))
            assert.ok(0 <= range.start && range.start <= range.end && range.end <= editor.text.length);
        }
        for (const { tally } of editor.statistics) {
          const { shown, whole, after30s, after5min } = tally;
          assert.ok(0 <= whole && whole <= tally.accepted && tally.accepted <= shown);
          assert.ok(after5min.lookedAt <= after30s.lookedAt && after30s.lookedAt <= tally.accepted);
          for (const kept of [after30s, after5min]) {
            assert.ok(0 <= kept.kept && kept.kept <= kept.lookedAt);
            assert.ok(0 <= kept.keptCharacters && kept.keptCharacters <= kept.characters);
          }
          accepted += tally.accepted;
          lookedAt += after5min.lookedAt;
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(accepted > 50 && lookedAt > 10, `${accepted} accepted, ${lookedAt} looked at`);
  });

  it('memory is bounded', () => {
    const editor = new SimulatedGhostText('‸');
    for (let at = 0; at < 500; at++) {
      editor.answer(`name${at};\n`);
      editor.accept(`name${at};\n`);
    }
    assert.deepEqual(counts(editor.tally), { shown: 500, accepted: 500, whole: 500 });
    assert.ok(editor.recording.offers.length <= 8 && editor.recording.followed.length <= 200);
    const remembered = editor.recording.offers.reduce((sum, { outcome }) => sum + outcome.length, 0);
    assert.ok(remembered <= editor.text.length);
  });

  it('an event says the same twice', () => {
    const editor = new SimulatedGhostText('‸');
    editor.answer('sum(a);');
    const event = { kind: 'accepted', offerId: 1, atMs: 0 } as const;
    assert.deepEqual(record(editor.recording, event), record(editor.recording, event));
  });
});
