import { strict as assert } from 'node:assert';
import { createTwoFilesPatch } from 'diff';
import * as fc from 'fast-check';
import { placeBlock } from '../../../../src/core/chat/placement/placeBlock.ts';
import type { Placement } from '../../../../src/core/chat/placement/placement.ts';
import { applyEdits } from '../../../support/applyEdits.ts';

const path = 'src/a.ts';

function place(code: string, text: string, language = 'ts', languageId = 'typescript'): Placement {
  return placeBlock({ code, language, isClosed: true }, { text, languageId, path });
}

function textAfter(placement: Placement, text: string): string | undefined {
  if (placement.kind === 'refused') return undefined;
  return placement.kind === 'placed' ? applyEdits(text, placement.edits) : text;
}

function write(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Few different lines, so that many stand in several places. */
const dullLines = fc.array(
  fc.constantFrom('a();', 'b();', '  c();', '}', '', 'if (d) {', '- e', '+ f', '-- g', '// h', '@ i'),
  { maxLength: 30 },
);

/** Functions and methods, with names and bodies that are sometimes the same. */
const body = fc.array(fc.constantFrom('work(1);', 'work(2);', 'if (x) stop();', 'const y = 1;', 'log(x);'), {
  minLength: 1,
  maxLength: 5,
});
const functions = fc
  .uniqueArray(fc.tuple(fc.constantFrom('one', 'two', 'three', 'four', 'five'), body), {
    minLength: 1,
    maxLength: 5,
    selector: ([name]) => name,
  })
  .map((list) => list.map(([name, lines]) => [`function ${name}(x) {`, ...lines.map((line) => `  ${line}`), '}', '']));
const programs = functions.map((list) => ["import { work } from './work.ts';", '', ...list.flat(), 'start();']);

/** A program, and what shall become of it: a line that comes, goes or changes within a function. */
const changes = fc.tuple(programs, fc.nat(), fc.constantFrom('come', 'change')).map(([lines, pick, kind]) => {
  const within = lines.flatMap((line, at) => (line.startsWith('  ') ? [at] : []));
  const at = within[pick % within.length] ?? 0;
  const after = kind === 'come' ? [...lines.slice(0, at), '  added(x);'] : [...lines.slice(0, at), '  changed(x);'];
  return { before: lines, after: [...after, ...lines.slice(kind === 'come' ? at : at + 1)], at };
});

describe('placeBlock', () => {
  it('gives what a diff was made for, or refuses', () => {
    let placed = 0;
    fc.assert(
      fc.property(dullLines, dullLines, fc.nat(4), (before, after, context) => {
        const [text, wanted] = [write(before), write(after)];
        fc.pre(text !== wanted);
        const diff = createTwoFilesPatch('a/src/a.ts', 'b/src/a.ts', text, wanted, undefined, undefined, { context });
        const got = textAfter(place(diff, text, 'diff', 'plaintext'), text);
        if (got === undefined) return;
        placed++;
        assert.equal(got, wanted);
      }),
      { numRuns: 1_000 },
    );
    assert.ok(placed > 300, `${placed}`);
  });

  it('gives what a diff was made for, or refuses, where a model has written numbers and columns wrongly', () => {
    let placed = 0;
    const damages: readonly ((row: string) => string | undefined)[] = [
      (row) => row.replace(/^@@ .*@@$/, '@@ -7,9 +7,9 @@'),
      (row) => (row.startsWith('@@') ? undefined : row),
      (row) => (row.startsWith(' ') ? row.slice(1) : row),
      (row) => row.trimEnd(),
    ];
    fc.assert(
      fc.property(changes, fc.constantFrom(...damages), fc.integer({ min: 1, max: 4 }), (change, damage, context) => {
        const [text, wanted] = [write(change.before), write(change.after)];
        const diff = createTwoFilesPatch('a/src/a.ts', 'b/src/a.ts', text, wanted, undefined, undefined, { context });
        const rows = diff.split('\n').slice(1);
        const damaged = rows.map(damage).filter((row) => row !== undefined);
        const got = textAfter(place(damaged.join('\n'), text, 'diff'), text);
        if (got === undefined) return;
        placed++;
        assert.equal(got, wanted);
      }),
      { numRuns: 1_000 },
    );
    assert.ok(placed > 300, `${placed}`);
  });

  it('gives what a whole file was written for, or refuses, whatever functions are left out of it', () => {
    let placed = 0;
    fc.assert(
      fc.property(changes, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), ({ before, after, at }, left) => {
        const [text, wanted] = [write(before), write(after)];
        const shown: string[] = [];
        for (let from = 0, unit = 0; from < after.length; unit++) {
          const isFunction = after[from]?.startsWith('function') === true;
          const end = isFunction ? after.indexOf('}', from) + 1 : from + 1;
          const isChanged = at >= from && at < end;
          if (isFunction && !isChanged && left[unit % left.length] === true) {
            if (shown.findLast((line) => line !== '') !== '// ... existing code ...')
              shown.push('// ... existing code ...');
          } else shown.push(...after.slice(from, end));
          from = end;
        }
        const got = textAfter(place(write(shown), text), text);
        if (got === undefined) return;
        placed++;
        assert.equal(got, wanted);
      }),
      { numRuns: 1_000 },
    );
    assert.ok(placed > 300, `${placed}`);
  });

  it('gives what one function was written for, or refuses, at whatever indentation', () => {
    let placed = 0;
    fc.assert(
      fc.property(changes, fc.constantFrom('', '  ', '\t', '      '), ({ before, after, at }, indent) => {
        const [text, wanted] = [write(before), write(after)];
        const start = after.findLastIndex((line, index) => index <= at && line.startsWith('function'));
        const lines = after.slice(start, after.indexOf('}', start) + 1);
        const got = textAfter(place(write(lines.map((line) => indent + line)), text), text);
        if (got === undefined) return;
        placed++;
        assert.equal(got, wanted);
      }),
      { numRuns: 500 },
    );
    assert.ok(placed > 300, `${placed}`);
  });

  it('is done once: placed again, it changes nothing', () => {
    fc.assert(
      fc.property(changes, fc.boolean(), ({ before, after }, isDiff) => {
        const [text, wanted] = [write(before), write(after)];
        const code = isDiff
          ? createTwoFilesPatch('a', 'b', text, wanted, undefined, undefined, { context: 3 })
          : wanted;
        const got = textAfter(place(code, text, isDiff ? 'diff' : 'ts'), text);
        if (got !== undefined) assert.deepEqual(place(code, got, isDiff ? 'diff' : 'ts'), { kind: 'unchanged' });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps line ends, byte order mark and the end of the last line', () => {
    fc.assert(
      fc.property(
        changes,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (change, end, hasMark, isEnded) => {
          const variant = (lines: readonly string[]): string =>
            `${hasMark ? '\ufeff' : ''}${lines.join(end)}${isEnded ? end : ''}`;
          const text = variant(change.before);
          const got = textAfter(place(write(change.after), text), text);
          if (got !== undefined) assert.equal(got, variant(change.after));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and its edits are ascending and disjoint, whatever block and document are', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      dullLines.map(write),
      programs.map(write),
      fc
        .array(
          fc.constantFrom(
            ...[
              '@@ -1 +1 @@',
              '--- a',
              '+++ b',
              '+x',
              '-y',
              ' z',
              '...',
              '// ...',
              '<<<<<<< SEARCH',
              '=======',
              '>>>>>>> REPLACE',
            ],
            ...[
              '"""',
              '`',
              '/*',
              '*/',
              '{',
              '}',
              '\t',
              'class A {',
              '  f() {',
              'def f(self):',
              '    pass',
              '{ ... }',
              '\\',
            ],
          ),
          { maxLength: 30 },
        )
        .map(write),
    );
    const languages = fc.constantFrom(
      'typescript',
      'python',
      'go',
      'css',
      'json',
      'yaml',
      'markdown',
      'shellscript',
      'ruby',
      'x',
    );
    fc.assert(
      fc.property(
        anything,
        anything,
        languages,
        fc.constantFrom('', 'diff', 'ts'),
        (code, text, languageId, language) => {
          textAfter(place(code, text, language, languageId), text);
          textAfter(place(text, text, language, languageId), text);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('refuses to change a line that nobody reads, and changes others beside it', () => {
    const text = `const data = '${'x'.repeat(6_000)}';\nconst size = 1;\n`;
    assert.equal(place(text.replace('xxx', 'yyy'), text).kind, 'refused');
    assert.equal(textAfter(place('const size = 2;\n', text), text), text.replace('size = 1', 'size = 2'));
  });

  it('drops a first comment that is the path of the document, and no other', () => {
    const text = 'const a = 1;\n';
    assert.equal(textAfter(place('// src/a.ts\nconst a = 2;\n', text), text), 'const a = 2;\n');
    assert.equal(textAfter(place('// b.ts\nconst a = 2;\n', text), text), '// b.ts\nconst a = 2;\n');
    assert.equal(place('// src/a.ts\nconst a = 1;\n', `// src/a.ts\n${text}`).kind, 'unchanged');
  });

  it('refuses a block that was cut off, whatever is in it', () => {
    fc.assert(
      fc.property(programs, (lines) => {
        const block = { code: write(lines), language: 'ts', isClosed: false };
        assert.equal(placeBlock(block, { text: write(lines), languageId: 'typescript', path }).kind, 'refused');
      }),
    );
  });

  const many = (line: (at: number) => string): string => write(Array.from({ length: 100_000 }, (_, at) => line(at)));
  const long = many((at) => (at % 4 === 0 ? `function f${at}() {` : at % 4 === 3 ? '}' : `  work(${at});`));
  const alike = many(() => 'same();');

  it('comes to an end with 100,000 lines, all of which are in the block', () => {
    const changed = long.replace('work(50001)', 'work(0)');
    assert.equal(textAfter(place(changed, long), long), changed);
  });

  it('comes to an end with 100,000 lines, a few of which are in the block', () => {
    assert.equal(
      textAfter(place('function f50000() {\n  work(0);\n  work(50002);\n}\n', long), long),
      long.replace('work(50001)', 'work(0)'),
    );
  });

  for (const [what, code] of [
    ['elisions', 'same();\n// ...\n'.repeat(1_000)],
    ['a diff', many((at) => (at < 50_000 ? '-same();' : `+other${at}();`))],
    ['other lines', many((at) => `x${at}`)],
  ] as const) {
    it(`comes to an end with 100,000 lines that are all alike, and ${what}`, () => {
      assert.equal(place(code, alike).kind, 'refused');
    });
  }
});
