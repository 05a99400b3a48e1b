import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseScope } from '../../../src/core/refactor/chooseScope.ts';
import type { RefactoringKind, RefactoringScope } from '../../../src/core/refactor/refactoring.ts';
import type { EnclosingScope } from '../../../src/shared/syntaxQuery.ts';

const text = `class Pump {
  start(list) {
    const open = list.map((x) => x + 1);
    return open;
  }
}
`;
const rangeOf = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
const callback: EnclosingScope = { kind: 'function', ...rangeOf('(x) => x + 1') };
const statement: EnclosingScope = { kind: 'statement', ...rangeOf('const open = list.map((x) => x + 1);') };
const both: EnclosingScope = { kind: 'statement', start: statement.start, end: rangeOf('return open;').end };
const method: EnclosingScope = {
  ...{ kind: 'function', name: 'start' },
  ...{ start: text.indexOf('start('), end: text.lastIndexOf('  }') + 3 },
};
const whole: EnclosingScope = { kind: 'class', name: 'Pump', start: 0, end: text.length - 1 };
const enclosing = [callback, statement, method, whole];
const methodLines = text.slice(text.indexOf('  start'), text.lastIndexOf('}'));

function chosen(
  scope: RefactoringScope,
  selection: { readonly start: number; readonly end: number },
  around: readonly EnclosingScope[] = enclosing,
  kind: RefactoringKind = 'refactor.rewrite',
): string {
  const { start, end } = chooseScope({ scope, kind, text, selection, enclosing: around });
  return text.slice(start, end);
}

describe('chooseScope', () => {
  const cursor = { start: text.indexOf('x + 1'), end: text.indexOf('x + 1') };

  it('takes a cursor for what is around it', () => {
    assert.equal(chosen('statement', cursor), '    const open = list.map((x) => x + 1);\n');
    assert.equal(chosen('function', cursor), methodLines, 'not the callback');
    assert.equal(chosen('selection', cursor), methodLines);
    assert.equal(chosen('class', cursor), text);
    assert.equal(chosen('file', cursor), text);
  });

  it('takes whole statements, or several lines, for what is meant', () => {
    const selected = rangeOf('const open = list.map((x) => x + 1);');
    assert.equal(chosen('function', selected), '    const open = list.map((x) => x + 1);\n');
    const lines = { start: text.indexOf('= list'), end: text.indexOf('open;') };
    const expected = text.slice(text.indexOf('    const'), text.lastIndexOf('  }'));
    assert.equal(chosen('function', lines, [both, method, whole]), expected);
  });

  it('takes a word for the place where it stands', () => {
    assert.equal(chosen('function', rangeOf('list.map')), methodLines);
  });

  it('has the function around what is extracted', () => {
    const selected = rangeOf('const open = list.map((x) => x + 1);');
    assert.equal(chosen('function', selected, [statement, method, whole], 'refactor.extract'), methodLines);
  });

  it('takes the lines where nothing is known of the syntax', () => {
    assert.equal(chosen('function', cursor, []), '    const open = list.map((x) => x + 1);\n');
    assert.equal(
      chosen('statement', { start: 0, end: text.indexOf('start') }, []),
      text.slice(0, text.indexOf('    const')),
    );
    assert.equal(chosen('selection', { start: 0, end: 0 }, []), 'class Pump {\n');
  });

  it('is whole lines that hold the selection, whatever is around', () => {
    const range = fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    const scopes = fc.constantFrom<RefactoringScope>('selection', 'statement', 'function', 'class', 'file');
    fc.assert(
      fc.property(range, scopes, fc.subarray(enclosing), (selection, scope, around) => {
        const { start, end } = chooseScope({ scope, kind: 'refactor.rewrite', text, selection, enclosing: around });
        assert.ok(start <= selection.start && selection.end <= end);
        assert.ok(start === 0 || text[start - 1] === '\n');
        assert.ok(end === text.length || text[end - 1] === '\n');
      }),
    );
  });
});
