import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Reindentation } from '../../../native/generation/reindentation.ts';

describe('indenting the lines of a copy', () => {
  const learned = (...lines: readonly (readonly [string, string])[]) => {
    const indentation = new Reindentation();
    for (const [original, copy] of lines) indentation.learn(`\n${original}`, `\n${copy}`);
    return (original: string) => indentation.expected(`\n${original}`).slice(1);
  };

  it('moves all lines by as much as the last one', () => {
    assert.equal(learned()('  '), '  ');
    assert.equal(learned(['', '  '])('    '), '      ');
    assert.equal(learned(['\t\t', '\t'])('\t\t\t'), '\t\t');
    assert.equal(learned(['        ', '  '])('    '), '');
    assert.equal(learned(['', '  '], ['    ', '    '])('  '), '  ');
  });

  it('remembers what became of other indentation, until that is another', () => {
    const tabs = learned(['', ''], ['    ', '\t'], ['        ', '\t\t']);
    assert.deepEqual(['', '    ', '        '].map(tabs), ['', '\t', '\t\t']);
    const block = learned(['', ''], ['    ', '    '], ['', '  ']);
    assert.equal(block('    '), '      ');
  });

  it('keeps the lines in between, and white space within a line', () => {
    const indentation = new Reindentation();
    indentation.learn('\n', '\n\n  ');
    assert.equal(indentation.expected('\r\n \n\n  '), '\r\n \n\n    ');
    assert.equal(indentation.expected('  '), '  ');
    indentation.learn(' ', '\n');
    indentation.learn('\n', ' ');
    assert.equal(indentation.expected('\n'), '\n  ');
  });

  it('is right from the first line on, however far all lines are moved', () => {
    const depths = fc.array(fc.nat(5), { minLength: 2 });
    fc.assert(
      fc.property(depths, fc.nat(8), fc.boolean(), (depths, by, isFurther) => {
        const [near, far] = [(depth: number) => ' '.repeat(depth), (depth: number) => ' '.repeat(depth + by)];
        const [original, copy] = isFurther ? [near, far] : [far, near];
        const lines = depths.map((depth) => [original(depth), copy(depth)] as const);
        for (const [index, [from, to]] of lines.entries()) {
          if (index > 0) assert.equal(learned(...lines.slice(0, index))(from), to);
        }
      }),
    );
  });
});
