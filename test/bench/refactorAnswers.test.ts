import { strict as assert } from 'node:assert';
import { functionsOf, scopeOf } from '../../bench/support/refactor/functionsOf.ts';
import { scriptedAnswers } from '../../bench/support/refactor/scriptedAnswers.ts';
import type { ScriptedAnswers, ScriptedFunction } from '../../bench/support/refactor/scriptedFunction.ts';
import { scopeLines, withScope } from '../../bench/support/refactor/testedFunction.ts';
import { syntaxOf } from '../support/syntaxOf.ts';

const script = `'use strict'

/** Those below the limit, doubled. */
function doubled (numbers, limit) {
  const list = []
  // One after the other.
  for (const one of numbers) {
    if (one < limit && one > 0) { list.push(one * 2) }
  }
  for (const one of list) list.push(one - limit)
  if (list.length > 3) {
    return sum(list, limit)
  }
  return list.length
}

function sum (list, first) {
  const total = list.reduce((a, b) => a + b, first)
  return total
}

class Box {
  size (scale) {
    const wide = this.w * scale
    return wide
  }
}
`;

const python = `from functools import wraps

class Box:
    @wraps(print)
    def other(self, a):
        # Sizes.
        text = """
  a"""
        return text + a

    def size(self, scale, unit=None):
        """How large it is."""
        if scale < 0 and unit:
            raise ValueError(scale, unit)
        wide = self.w * scale
        return wide
`;

async function answersOf(
  languageId: string,
  code: string,
  entry: string,
): Promise<ScriptedFunction & { answers: ScriptedAnswers }> {
  const named = (await functionsOf(languageId, code)).find(({ name }) => name === entry);
  const scope = named && (await scopeOf(languageId, code, named));
  assert.ok(scope);
  const one = { languageId, code, entry, scope };
  const [answers] = await scriptedAnswers([one]);
  assert.ok(answers);
  return { ...one, answers };
}

/** What the code gives with this in place of the function. */
function run(one: ScriptedFunction, text: string): unknown {
  const calls = '[doubled([1, 2, 3, 4, -3, 9, 7], 5), sum([1, 2], 3), Object.assign(new Box(), { w: 2 }).size(3)]';
  return new Function(`${withScope(one, text)}\nreturn ${calls}`)();
}

describe('scripted answers of bench:refactor', function () {
  this.timeout(60_000);

  it('a function is found with what is said above it, and with its lines', async () => {
    const names = (await functionsOf('javascript', script)).map(({ name }) => name);
    assert.deepEqual(names, ['doubled', 'sum', 'size']);
    const { code, scope } = await answersOf('javascript', script, 'doubled');
    assert.match(code.slice(scope.start, scope.end), /^\/\*\* Those below[\s\S]*list\.length\n\}\n$/);
    assert.deepEqual(scopeLines({ code, scope }), { start: 2, end: 15 });
    assert.deepEqual(scopeLines({ code: 'a\nb', scope: { start: 2, end: 3 } }), { start: 1, end: 2 });
  });

  it('right answers in JavaScript do the same', async () => {
    const rows = new Set<string>();
    for (const entry of ['doubled', 'sum', 'size']) {
      const one = await answersOf(
        'javascript',
        script.replace('for (const one of list) list.push(one - limit)\n', ''),
        entry,
      );
      const expected = run(one, one.code.slice(one.scope.start, one.scope.end));
      for (const [row, answer] of Object.entries(one.answers.perfect)) {
        rows.add(row);
        assert.deepEqual(run(one, answer), expected, `${row} of ${entry}`);
        assert.notEqual(answer, one.code.slice(one.scope.start, one.scope.end).trimEnd(), row);
      }
    }
    assert.deepEqual(
      [...rows].sort(),
      [
        ...['addDocumentation', 'addErrorHandling', 'extractFunction', 'extractVariable'],
        ...['simplify', 'splitFunction', 'translateComments'],
      ].sort(),
    );
  });

  it('wrong answers in JavaScript have their mistake, parse, and are told from right ones by running them', async () => {
    const one = await answersOf(
      'javascript',
      script.replace('for (const one of list) list.push(one - limit)\n', ''),
      'doubled',
    );
    const expected = run(one, one.code.slice(one.scope.start, one.scope.end));
    const own = one.answers.attacks.filter(({ row }) => row === 'addTypes' || row === 'pipelineToLoop');
    const found = own.filter(({ name }) => !/breaks|early$|export/.test(name));
    for (const { name, answer } of found) {
      assert.equal((await syntaxOf('javascript', withScope(one, answer)))?.errors, 0, name);
    }
    const failing = found.filter(({ answer }) => {
      try {
        return JSON.stringify(run(one, answer)) !== JSON.stringify(expected);
      } catch {
        return true;
      }
    });
    assert.deepEqual(
      failing.map(({ name }) => name).sort(),
      [
        ...[
          'denies a condition (held out)',
          'drops a branch',
          'drops a statement (held out)',
          'drops an argument (held out)',
        ],
        ...[
          'empties the body',
          'is off by one',
          'leaves code out',
          'swaps and, or',
          'swaps arguments (held out)',
          'uses another name (held out)',
        ],
      ].sort(),
    );
  });

  it('a method of JavaScript is answered as it stands in its class', async () => {
    const { answers } = await answersOf('javascript', script, 'size');
    assert.match(answers.perfect['simplify'] ?? '', /^ {2}size \(scale\) \{\n {4}return this\.w \* scale\n {2}\}$/);
    assert.equal(answers.broken[0], '  size (scale) {}');
  });

  it('a method of Python is answered as it stands in its class, with its texts and decorators', async () => {
    const size = await answersOf('python', python, 'size');
    assert.match(
      size.answers.perfect['extractFunction'] ?? '',
      /^ {4}def _steps\(self, scale, unit\):\n[\s\S]*\n {8}return self\._steps\(scale, unit\)$/,
    );
    assert.match(size.answers.perfect['addErrorHandling'] ?? '', /\n {8}try:\n {12}if scale < 0/);
    assert.match(size.answers.perfect['simplify'] ?? '', /^def size\([\s\S]*\n {4}return self\.w \* scale$/);
    for (const { name, answer } of size.answers.attacks.filter(({ name }) => name.startsWith('swaps'))) {
      assert.equal((await syntaxOf('python', answer))?.errors, 0, name);
    }
    for (const text of size.answers.broken) {
      assert.equal((await syntaxOf('python', withScope(size, text)))?.errors, 0, text);
    }
    const other = await answersOf('python', python, 'other');
    assert.match(
      other.answers.perfect['extractVariable'] ?? '',
      /^ {4}@wraps\(print\)\n[\s\S]*answer = text \+ a\n {8}return answer$/,
    );
    assert.ok(
      other.answers.attacks.every(({ name, answer }) => !name.startsWith('drops an') || answer.includes('\\n  a')),
    );
  });
});
