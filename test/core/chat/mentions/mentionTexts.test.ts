import { strict as assert } from 'node:assert';
import { describeRefused } from '../../../../src/core/chat/mentions/describeRefused.ts';
import { diffByFile } from '../../../../src/core/chat/mentions/diffByFile.ts';
import { folderListing } from '../../../../src/core/chat/mentions/folderListing.ts';
import { indexGap } from '../../../../src/core/chat/mentions/indexGap.ts';
import { problemsText } from '../../../../src/core/chat/mentions/problemsText.ts';
import { snippetsText } from '../../../../src/core/chat/mentions/snippetsText.ts';
import { terminalText } from '../../../../src/core/chat/mentions/terminalText.ts';
import { typedMentions, withTyped } from '../../../../src/core/chat/mentions/typedMentions.ts';

const esc = '\u001b';

describe('typed mentions', () => {
  const kinds = (question: string) => typedMentions(question).map(({ kind }) => kind);

  it('are words with a #, of kinds that need no name', () => {
    assert.deepEqual(kinds('What is in #changes, and (#problems)?'), ['problems', 'changes']);
    assert.deepEqual(kinds('#repo where is clamp?'), ['repo']);
  });

  it('are no other words', () => {
    for (const question of [
      '#file a.ts',
      '#changesets',
      'C#changes',
      '#changes-2',
      '`#changes`',
      '```\n#changes\n',
      '##repo',
    ])
      assert.deepEqual(kinds(question), [], question);
  });

  it('are added to chips that are not there already', () => {
    const chip = { kind: 'changes', label: '#changes' } as const;
    assert.deepEqual(withTyped([chip], '#changes #terminal'), [chip, { kind: 'terminal', label: '#terminal' }]);
  });
});

describe('the gap in a search', () => {
  const ready = { kind: 'ready', files: 3, symbols: 9, parsedFiles: 0 } as const;

  it('is none where every folder has its index', () => {
    assert.equal(indexGap([{ name: 'app', status: ready }]), undefined);
  });

  it('is said: no folder, an index that is being built, or paused, or off', () => {
    assert.match(indexGap([]) ?? '', /^No folder is open/);
    const building = { kind: 'indexing', filesDone: 2, filesTotal: 9, bytesPerSecond: 1 } as const;
    const say = (status: Parameters<typeof indexGap>[0][number]['status']) =>
      indexGap([
        { name: 'app', status: ready },
        { name: 'lib', status },
      ]);
    assert.match(say(building) ?? '', /^The index of lib is still being built, 2 of 9 files so far: later/);
    assert.match(say({ ...building, pausedFor: 'battery' }) ?? '', /waits for a power supply/);
    for (const status of [undefined, { kind: 'listing' } as const])
      assert.match(say(status) ?? '', /lib is still being/);
    assert.equal(say({ kind: 'off', reason: 'It ended.' }), 'There is no index of lib: It ended.');
  });
});

describe('terminal text', () => {
  it('has no colours, titles and marks of shell integration', () => {
    const output = `${esc}]633;C\u0007${esc}[1;31mError${esc}[0m: no ${esc}]8;;http://x\u0007link${esc}]8;;\u0007${esc}(B\r\n`;
    assert.equal(terminalText(output), 'Error: no link');
  });

  it('has lines as they were last written over', () => {
    assert.equal(terminalText('10 %\r20 %\r100 %\r\ndone\b\b\b\bDONE\n'), '100 %\nDONE');
    assert.equal(terminalText('abcdef\rxy'), 'xycdef');
    // However often: this takes no time.
    assert.equal(terminalText(`${'a'.repeat(50_000)}${'\rb'.repeat(25_000)}`), `b${'a'.repeat(49_999)}`);
  });

  it('keeps tabs, and what is no sequence', () => {
    assert.equal(terminalText('a\tb [0m ]8;;'), 'a\tb [0m ]8;;');
  });
});

describe('diffByFile', () => {
  const change = (header: string, body = '@@ -1 +1 @@\n-a\n+b\n') => `diff --git ${header}\n${body}`;

  it('parts a diff by the files that it names', () => {
    const a = change('a/src/a.ts b/src/a.ts\nindex 1..2 100644\n--- a/src/a.ts\n+++ b/src/a.ts');
    const b = change(
      'a/b.ts b/b.ts\nnew file mode 100644\n--- /dev/null\n+++ b/b.ts',
      '@@ -0,0 +1 @@\n+diff --git a/x b/x\n',
    );
    assert.deepEqual(diffByFile(a + b), [
      { paths: ['src/a.ts'], text: a },
      { paths: ['b.ts'], text: b },
    ]);
  });

  it('knows both names of a renamed file, and the name of a binary one', () => {
    const renamed = 'diff --git a/.env b/env.ts\nsimilarity index 100%\nrename from .env\nrename to env.ts\n';
    assert.deepEqual(diffByFile(renamed)[0]?.paths, ['.env', 'env.ts']);
    const binary = 'diff --git a/a b.png b/a b.png\nindex 1..2 100644\nBinary files a/a b.png and b/a b.png differ\n';
    assert.deepEqual(diffByFile(binary)[0]?.paths, ['a b.png']);
  });

  it('reads names that git has quoted', () => {
    const quoted = change(
      '"a/\\303\\244 \\"x\\".ts" "b/\\303\\244 \\"x\\".ts"\n--- "a/\\303\\244 \\"x\\".ts"\n+++ "b/\\303\\244 \\"x\\".ts"',
    );
    assert.deepEqual(diffByFile(quoted)[0]?.paths, ['ä "x".ts']);
  });

  it('has no part that the text of a file begins', () => {
    for (const end of ['\r', '\u2028', '\u2029']) {
      const text = change('a/x b/x\n--- a/x\n+++ b/x', `@@ -1 +1 @@\n-a\n+b${end}diff --git a/y b/y\n+c\n`);
      assert.deepEqual(diffByFile(text), [{ paths: ['x'], text }]);
      const named = change(`a/x${end}y b/x${end}y\n--- a/x${end}y\n+++ b/x${end}y`);
      assert.deepEqual(diffByFile(named)[0]?.paths, [`x${end}y`]);
    }
  });

  it('does not take a removed line for a name', () => {
    const sql = change('a/a.sql b/a.sql\n--- a/a.sql\n+++ b/a.sql', '@@ -1 +1 @@\n--- .env\n+++ x\n');
    assert.deepEqual(diffByFile(sql)[0]?.paths, ['a.sql']);
  });
});

describe('folder listing', () => {
  const files = [
    { path: 'b.ts', sizeBytes: 100 },
    { path: 'lib/deep/a.ts', sizeBytes: 2048 },
    { path: 'lib/z.ts', sizeBytes: 3 * 1024 * 1024 },
    { path: 'a.ts', sizeBytes: 1 },
  ];

  it('is a tree, folders first', () => {
    assert.equal(
      folderListing(files, 100),
      'lib/\n  deep/\n    a.ts (2 KB)\n  z.ts (3.0 MB)\na.ts (1 bytes)\nb.ts (100 bytes)',
    );
  });

  it('says how many are left out', () => {
    assert.equal(folderListing(files, 3), 'lib/\n  deep/\n    a.ts (2 KB)\n... and 3 more files');
  });
});

describe('problems as text', () => {
  const problem = {
    path: 'a.ts',
    line: 2,
    character: 4,
    severity: 'warning',
    message: 'Unused.',
    source: 'ts(6133)',
  } as const;

  it('has errors before warnings, and positions from 1', () => {
    const error = {
      ...problem,
      line: 8,
      severity: 'error',
      message: 'Wrong.',
      source: '',
      code: '  let a = 1;',
    } as const;
    assert.equal(
      problemsText([problem, error], 10),
      'a.ts:9:5: error: Wrong.\n    let a = 1;\na.ts:3:5: warning: Unused. [ts(6133)]',
    );
  });

  it('keeps the order of files, and says how many are left out', () => {
    const text = problemsText([{ ...problem, path: 'z.ts' }, problem, problem], 2);
    assert.match(text, /^z\.ts:3.*\na\.ts:3.*\n\.\.\. and 1 more problems$/);
  });
});

describe('what the index found, as text', () => {
  it('has places, but for signatures from all over a file', () => {
    const lines = { start: 2, end: 5 };
    const quoted = { path: 'a.ts', lines, text: 'code' };
    assert.equal(snippetsText([quoted, { ...quoted, symbols: ['a'] }]), 'a.ts:3-5\ncode\n\na.ts\ncode');
  });
});

describe('why a file is not quoted', () => {
  it('is said in a sentence that names it', () => {
    assert.match(describeRefused('app/.env'), /^app\/\.env is private \(environment variables\)/);
    assert.match(describeRefused('a.png'), /^a\.png is not quoted, since it is binary\.$/);
    assert.match(describeRefused('private/a.ts'), /ignored/);
  });
});
