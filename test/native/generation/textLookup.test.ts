import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { noText, TextLookup } from '../../../native/generation/textLookup.ts';

/** What is to be expected behind `said`, which follows `prompt`; as much as asked for, or all to the end of a word. */
function expected(prompt: string, said: string, length = 1): string {
  const lookup = new TextLookup([prompt]);
  lookup.push(said);
  return lookup.expected(length);
}

describe('looking up text', () => {
  it('expects what has followed three words before, and nothing behind two, or three marks', () => {
    const prompt = 'Answer: let first = begin(); ';
    assert.equal(expected(prompt, 'let first '), '');
    assert.equal(expected(prompt, 'let first = '), 'begin');
    assert.equal(expected(prompt, 'let first =', 8), ' begin()');
    assert.equal(expected('one(); two(); three ', '(); '), '');
    assert.equal(expected('first(); second ', 'first(); '), 'second');
  });

  it('expects the rest of a word that is begun, and nothing where it is another one', () => {
    const prompt = 'let first = beginning; ';
    assert.equal(expected(prompt, 'let first = beg'), 'inning');
    assert.equal(expected(prompt, 'let first = beginning'), ';');
    assert.equal(expected(prompt, 'let first = begun'), '');
    assert.equal(expected(prompt, 'let first =\n'), '');
  });

  it('prefers the longest match, and the first among equals', () => {
    assert.equal(expected('p first(a) 1 first(b) 2 first(c) 3 ', 'first(b) '), '2');
    assert.equal(expected('p first(a) 1 q first(a) 2 r first(a) 3 ', 'r first(a) '), '3');
  });

  it('follows a copy through a line that stands in it more than once', () => {
    const code = 'first(the, end);\nsecond(the, end);\nthird(the, end);\nRewritten:\n';
    assert.equal(expected(code, 'first(the, end);\n', 6), 'second');
    // Behind a change, the next place is the likeliest.
    assert.equal(expected(code, 'first(one, end);\n', 3), 'second');
  });

  it('expects a repetition to go on', () => {
    assert.equal(expected('', 'one two three one two three ', 20), 'one two three one two');
    assert.equal(expected('', '-'.repeat(20), 30), '-'.repeat(30));
  });

  it('expects what was replaced once to be replaced again, until it is not', () => {
    const code = 'function f(x) { let size = 0; add(size); use(size); end(size); }\n';
    assert.equal(expected(code, 'function f(x) { let byteCount = 0; add(', 10), 'byteCount)');
    assert.equal(expected(code, 'function f(x) { let byteCount = 0; add(size); use(', 5), 'size)');
  });

  it('expects nothing right behind a change, nor beyond what is no text', () => {
    const count = 'one two three four five six seven eight nine ten ';
    assert.equal(expected(count, 'one two three four five six seven other '), '');
    assert.equal(expected(count, 'one two three four five six seven other nine '), 'ten');
    const lookup = new TextLookup(['one two three four', noText, 'five ']);
    lookup.push('one two three ');
    assert.equal(lookup.expected(20), 'four');
    lookup.push('four ');
    assert.equal(lookup.expected(20), '');
  });

  it('expects lines to be indented further, as those before them', () => {
    const code = 'def first():\n    begin()\n    if last:\n        end()\n\n\ndef second():\n    pass\n\n\n';
    const copy = 'class All:\n  def first():\n      begin()\n';
    assert.equal(expected(code, copy, 40), '      if last:\n          end()\n\n\n  def second');
    assert.equal(expected(code, `${copy}   `, 5), '   if');
    const back = expected(`class All:\n${code.replaceAll(/^(?=.)/gm, '\t')}`, 'def first():\n    begin()\n', 37);
    assert.equal(back, '    if last:\n        end()\n\n\ndef second');
  });

  it('knows a copy from its third line on, however its lines are indented', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{4,8}$/), { minLength: 15, maxLength: 60 });
    const depths = fc.array(fc.nat(3), { minLength: 60, maxLength: 60 });
    const unit = fc.constantFrom('  ', '    ', '\t');
    fc.assert(
      fc.property(names, depths, unit, fc.nat(2), fc.nat(2), (names, depths, unit, from, to) => {
        const text = (by: number) =>
          names.map((name, index) =>
            index % 3 > 0 ? ` ${name}` : `\n${unit.repeat((depths[index] ?? 0) + by)}${name}`,
          );
        const copied = text(to);
        const lookup = new TextLookup([...text(from), ' .']);
        for (const [index, word] of copied.entries()) {
          if (index >= 6) assert.ok(lookup.expected(1).startsWith(word.trimStart()) || lookup.expected(1) === word);
          // The first letter ends the word before.
          lookup.push(word);
        }
        assert.equal(lookup.expected(1), ' .');
      }),
    );
  });

  it('never expects anything in text that says nothing again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]+$/), { maxLength: 60 }), (words) => {
        const lookup = new TextLookup([]);
        for (const word of words) {
          lookup.push(`${word} `);
          assert.equal(lookup.expected(1), '');
        }
      }),
    );
  });
});
