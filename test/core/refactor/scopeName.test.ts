import { strict as assert } from 'node:assert';
import { scopeName } from '../../../src/core/refactor/scopeName.ts';
import type { EnclosingScope } from '../../../src/shared/syntaxQuery.ts';

const text = 'const a = 1;\nclass Pump {\n  start() {\n    run();\n    stop();\n  }\n}\n';

function rangeOf(part: string) {
  return { start: text.indexOf(part), end: text.indexOf(part) + part.length };
}

const method: EnclosingScope = {
  ...{ kind: 'function', name: 'start' },
  ...rangeOf('start() {\n    run();\n    stop();\n  }'),
};
const statement: EnclosingScope = { kind: 'statement', ...rangeOf('run();') };
const whole: EnclosingScope = { kind: 'class', name: 'Pump', ...rangeOf(text.slice(text.indexOf('class'), -1)) };
const name = (part: string) => scopeName(text, rangeOf(part), [statement, method, whole]);

describe('scopeName', () => {
  it('is that of a function or class, with its lines', () => {
    assert.equal(name('  start() {\n    run();\n    stop();\n  }\n'), 'function start, lines 3-6');
    assert.equal(name(text.slice(text.indexOf('class'))), 'class Pump, lines 2-7');
  });

  it('is lines of the innermost one around', () => {
    assert.equal(name('    run();\n'), 'line 4 of function start');
    assert.equal(name('    run();\n    stop();\n'), 'lines 4-5 of function start');
    assert.equal(name('  }\n}\n'), 'lines 6-7 of class Pump');
  });

  it('is lines where nothing with a name is around, or the whole file', () => {
    assert.equal(name('const a = 1;\n'), 'line 1');
    assert.equal(name(text), 'the whole file');
    assert.equal(scopeName('', { start: 0, end: 0 }, []), 'the whole file');
  });
});
