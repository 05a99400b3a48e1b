import assert from 'node:assert/strict';
import fc from 'fast-check';
import { refactorings } from '../../../src/core/refactor/refactoring.ts';
import { pythonScope, runRewrite, typescriptScope } from '../../support/rewrites.ts';

describe('Any rewrite', function () {
  this.timeout(120_000);

  for (const [languageId, marked] of [
    ['python', pythonScope],
    ['typescript', typescriptScope],
  ] as const) {
    it(`never changes what is outside of the scope in ${languageId}, but for imports, whatever is answered`, async () => {
      const [head, rest = ''] = marked.split('«') as [string, string];
      const [scope = '', tail = ''] = rest.split('»');
      const lines = fc.constantFrom(...(head + scope + tail).split(/\r?\n/), ...hostileLines);
      const rows = refactorings.filter(({ action }) => action === 'rewrite').map(({ id }) => id);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...rows), fc.array(lines, { maxLength: 14 }), async (refactoring, answer) => {
          const answers = [answer.join('\n'), answer.join('\n')];
          const { rewrite, progress } = await runRewrite({ refactoring, input: 'x', languageId, marked, answers });
          if (rewrite.kind === 'proposed') assert.ok(isAround(rewrite.after, head, tail), rewrite.after);
          for (const soFar of progress) assert.ok(soFar.startsWith(head) && soFar.endsWith(tail), soFar);
        }),
        { numRuns: 300 },
      );
    });
  }
});

/** Whether a text begins as `head`, but for imports that are there besides, and ends as `tail`. */
function isAround(text: string, head: string, tail: string): boolean {
  const old = head.split(/(?<=\n)/).filter((line) => line.trim() !== '');
  const own = text
    .slice(0, text.length - tail.length)
    .split(/(?<=\n)/)
    .filter((line) => line.trim() !== '');
  let at = 0;
  for (const line of own) {
    if (at === old.length) break;
    if (line === old[at]) at++;
    // One that was there may have more names now.
    else if (/^\s*(?:import|from)\b/.test(line))
      at += /^(?:import|from)\b/.test(old[at] ?? '') && !own.includes(old[at] ?? '') ? 1 : 0;
    else return false;
  }
  return at === old.length && text.endsWith(tail);
}

const hostileLines = [
  ...[
    'import re',
    'from os import path',
    "import { a } from './a.ts';",
    "import { b } from './b.ts';",
    '# ...',
    '// ...',
  ],
  ...['    pass', '}', '  }', '```', '```python', '<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE', '-import os'],
  ...['+    return 7', '@@ -1,2 +1,2 @@', 'class Pump {', '\ufeff'],
];
