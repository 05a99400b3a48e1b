import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { seededRandom } from '../../bench/support/context/seededRandom.ts';
import { type Keystroke, keystrokeKinds } from '../../bench/support/keystrokes/keystroke.ts';
import { keystrokeTrace } from '../../bench/support/keystrokes/keystrokeTrace.ts';

const line = fc.oneof(
  fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
  fc.constantFrom('', '  }', 'import { a } from "b";', "\tcall(x[1], 'it', `b`);", "// don't", 'é𝒳 = [(', '}])'),
);
const file = fc.array(line, { minLength: 2, maxLength: 120 }).map((lines) => lines.join('\n'));

describe('traces of keystrokes', () => {
  it('end with the file, and each keystroke is the change that it says, at the cursor', () => {
    fc.assert(
      fc.property(file, fc.string(), (text, seed) => {
        const strokes = trace(text, seed);
        for (const { from, to, change } of strokes) {
          const { insertedText, deletedLength } = change;
          const starts = Array.from({ length: insertedText.length + 1 }, (_, back) => to.offset - back);
          const isIt = (start: number) =>
            from.text.slice(0, start) + insertedText + from.text.slice(start + deletedLength) === to.text;
          assert.ok(starts.some(isIt), JSON.stringify({ from, to, change }));
        }
        for (const [index, { kind, to }] of strokes.entries()) {
          const next = strokes[index + 1];
          if (next !== undefined) assert.equal(next.from.text, to.text);
          if (next !== undefined && next.kind !== 'jump') assert.equal(next.from.offset, to.offset, kind);
        }
        if (strokes.length > 0) assert.equal(strokes.at(-1)?.to.text, text);
      }),
    );
  });

  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(trace(longFile, 'a'), trace(longFile, 'a'));
    assert.notDeepEqual(trace(longFile, 'a'), trace(longFile, 'b'));
  });

  it('have everything that people do', () => {
    const kinds = new Set(trace(longFile, 'a').map(({ kind }) => kind));
    assert.deepEqual(
      [...keystrokeKinds].filter((kind) => !kinds.has(kind)),
      [],
    );
  });

  it('go elsewhere in the middle of a run, and come back', () => {
    const strokes = trace(longFile, 'a');
    const jumps = strokes.flatMap(({ kind, from }, index) =>
      kind === 'jump' ? from.offset - (strokes[index - 1]?.to.offset ?? 0) : [],
    );
    assert.ok(jumps.some((distance) => distance < 0));
    assert.ok(jumps.some((distance) => distance > 0));
  });

  it('begin a line with its indentation, and set closers that are typed over', () => {
    const strokes = trace(longFile, 'a');
    assert.ok(strokes.some(({ kind, change }) => kind === 'newline' && change.insertedText === '\n  '));
    assert.ok(strokes.some(({ change }) => change.insertedText === '()'));
    const overtyped = strokes.filter(({ kind }) => kind === 'overtype');
    assert.ok(overtyped.every(({ change }) => change.deletedLength === 1 && change.insertedText.length === 1));
  });

  it('leave apostrophes alone', () => {
    const strokes = trace(Array.from({ length: 90 }, () => "// It's Ann's.").join('\n'), 'a');
    assert.ok(strokes.length > 0 && strokes.every(({ change }) => change.insertedText !== "''"));
  });

  it('have pauses of less than a second within words, and longer ones', () => {
    const strokes = trace(longFile, 'a');
    assert.ok(strokes.every(({ kind, gapMs }) => kind !== 'letter' || (gapMs > 0 && gapMs < 1000)));
    assert.ok(strokes.some(({ gapMs }) => gapMs > 1000));
  });
});

const longFile = Array.from({ length: 200 }, (_, index) =>
  index % 4 === 3 ? '' : `${'  '.repeat(index % 3)}const value${index} = compute(list[${index}], "text");`,
).join('\n');

function trace(text: string, seed: string): readonly Keystroke[] {
  return [...keystrokeTrace(text, seededRandom(seed))];
}
