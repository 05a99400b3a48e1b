import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import vm from 'node:vm';
import fc from 'fast-check';
import { inlineVariable } from '../../../src/core/refactor/inline/inlineVariable.ts';
import { applyEdits } from '../../../src/shared/text.ts';
import { type InlineProgram, inlinePrograms } from '../../support/inlinePrograms.ts';

/** Of each language. The last 180,000 all held; the faults that were found before it were one in 20,000. */
const programs = 1_500;

/** Most draws are made to be refused; that not all of them are shows that there is something to compare. */
const leastInlined = programs / 20;

describe('a program in which a variable is inlined', function () {
  this.timeout(300_000);

  it('logs what it did, in JavaScript, or the variable stays', () => {
    let inlinedCount = 0;
    fc.assert(
      fc.property(inlinePrograms('javascript'), (program) => {
        const after = inlined(program, 'javascript');
        const before = after && outcome(program.text);
        if (after === undefined || before === undefined) return;
        inlinedCount++;
        assert.equal(outcome(after), before, after);
      }),
      { numRuns: programs },
    );
    assert.ok(inlinedCount > leastInlined, `${inlinedCount} were inlined`);
  });

  it('logs what it did, in Python, or the variable stays', () => {
    const pairs = fc.sample(inlinePrograms('python'), programs).flatMap((program) => {
      const after = inlined(program, 'python');
      return after === undefined ? [] : [[program.text, after]];
    });
    const script = path.resolve(import.meta.dirname, '../../support/runPrograms.py');
    const { stdout, stderr, error } = spawnSync('python3', ['-W', 'ignore', script], {
      input: JSON.stringify(pairs),
      maxBuffer: 2 ** 28,
      timeout: 120_000,
    });
    assert.equal(error, undefined);
    assert.equal(stderr.toString(), '');
    const outcomes = JSON.parse(stdout.toString()) as readonly (readonly (string | null)[])[];
    let inlinedCount = 0;
    outcomes.forEach(([before, after], at) => {
      // What is no program at first need be none afterwards.
      if (before === null) return;
      inlinedCount++;
      assert.equal(after, before, pairs[at]?.join('\n---\n'));
    });
    assert.ok(inlinedCount > leastInlined, `${inlinedCount} were inlined`);
  });
});

function inlined({ text, offset }: InlineProgram, languageId: string): string | undefined {
  const result = inlineVariable(text, languageId, offset);
  return result.kind === 'edits' ? applyEdits(text, result.edits) : undefined;
}

/** For all of them, which set nothing in it: to make one takes longer than a program. */
const context = vm.createContext({});

/** What a program logs, and how it ends; `undefined`: it is none. */
function outcome(text: string): string | undefined {
  const lines: string[] = [];
  const shown = (value: unknown): string =>
    JSON.stringify(value, (_, one) => (typeof one === 'function' ? 'function' : Number.isNaN(one) ? 'NaN' : one)) ?? '';
  const log = (...some: readonly unknown[]): unknown => {
    if (lines.length > 300) throw new Error('enough');
    lines.push(some.map(shown).join(' '));
    return some[0];
  };
  const f = (value: number): number => {
    log('f', value);
    return value + 1;
  };
  const m = (value: unknown): unknown => {
    if (Array.isArray(value)) value.push(1);
    log('m', value);
    return value;
  };
  let script: vm.Script;
  try {
    script = new vm.Script(`'use strict';\n${text}`);
  } catch {
    return undefined;
  }
  try {
    script.runInContext(Object.assign(context, { log, f, m, Array }), { timeout: 10_000 });
  } catch (error) {
    lines.push(String((error as Error).name));
  }
  return lines.join('\n');
}
