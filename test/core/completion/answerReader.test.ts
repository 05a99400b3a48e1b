import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { AnswerReader, type AnswerReaderInput } from '../../../src/core/completion/answerReader.ts';
import type { FinishReason } from '../../../src/shared/engine.ts';

type Said = readonly (readonly [delta: string, logProbability: number])[];

const context = {
  languageId: 'typescript',
  prefix: 'function f() {\n  ',
  suffix: '\n',
  extent: { kind: 'body', floorWidth: 1 },
} as const;

/** What counts of an answer, read as far as it has to be, and how many pieces that were. */
function read(said: Said, over: Partial<AnswerReaderInput> = {}, finish: FinishReason = 'endOfText') {
  const reader = new AnswerReader({ ...context, isLate: () => false, ...over });
  for (const [index, [delta, logProbability]] of said.entries()) {
    if (reader.push(delta, logProbability) === 'stop') return { text: reader.end('stopped'), pieces: index + 1 };
  }
  return { text: reader.end(finish), pieces: said.length };
}

const said = fc.array(
  fc.tuple(
    fc.constantFrom('a();', '\n  ', '\n', ' ', 'if (b) {', '\n  }', 'c', ';', '(', ')', '\r\n  d();'),
    fc.double({ min: -3, max: 0, noNaN: true }),
  ),
  { maxLength: 25 },
);
const floors = fc.double({ min: -20, max: 0, noNaN: true });

describe('AnswerReader', () => {
  it('ends with the line before the model is not sure any more, and reads no further', () => {
    const answer: Said = [
      ['a();', -1],
      ['\n  ', 0],
      ['b();', -0.5],
      ['\n  ', 0],
      ['c', -4],
      ['();', -1],
    ];
    assert.deepEqual(read(answer, { floor: -2 }), { text: 'a();\n  b();', pieces: 5 });
    assert.deepEqual(read(answer), { text: 'a();\n  b();\n  c();', pieces: 6 });
  });

  it('leaves no bracket open that it can do without', () => {
    const answer: Said = [
      ['a();\n', 0],
      ['  if (b) {\n', 0],
      ['    c', -4],
    ];
    assert.deepEqual(read(answer, { floor: -1 }).text, 'a();');
    assert.deepEqual(read(answer, {}, 'maxTokens').text, 'a();');
    assert.deepEqual(read(answer.slice(1), { floor: -1 }).text, '  if (b) {');
  });

  it('ends with the last whole line when it is late', () => {
    const answer: Said = ['a();', '\n  ', 'b();', '\n  ', 'c'].map((delta) => [delta, 0]);
    assert.deepEqual(read(answer, { isLate: () => true }), { text: 'a();', pieces: 2 });
  });

  it('says of a candidate how sure the model was of it, as the document has its line ends', () => {
    const reader = new AnswerReader({ ...context, isLate: () => false });
    reader.push('\n  a();', -1);
    reader.push('\n  b();', -2);
    const candidate = { text: 'a();\r\n  b();', replaceLength: 0 };
    assert.deepEqual(reader.withPieces(candidate, reader.end('endOfText')).pieces, [
      { length: 4, logProbability: -1 },
      { length: 8, logProbability: -2 },
    ]);
  });

  it('law: what a floor leaves is a beginning that ends where a line does, and the less the higher the floor is', () => {
    fc.assert(
      fc.property(said, floors, floors, (answer, a, b) => {
        const whole = read(answer).text;
        const more = read(answer, { floor: Math.min(a, b) });
        const less = read(answer, { floor: Math.max(a, b) });
        for (const { text } of [more, less]) {
          assert.ok(whole.startsWith(text), JSON.stringify([whole, text]));
          // White space at a line's end is no part of what was said.
          assert.ok(/^[^\S\n]*(?:\n|$)/.test(whole.slice(text.length)), JSON.stringify([whole, text]));
          assert.equal(text.trim() === '', whole.trim() === '');
        }
        assert.ok(less.text.length <= more.text.length && less.pieces <= more.pieces);
      }),
    );
  });
});
