import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { RecentEdits } from '../../../src/core/context/recentEdits.ts';
import { snippetTokens } from '../../../src/core/context/snippetTokens.ts';
import { applyEdit, type TextEdit } from '../../../src/shared/text.ts';

const minute = 60_000;
const elsewhere = { path: 'other.ts', line: 0 };

/** A file of 200 lines, `line 0` to `line 199`. */
const numbered = Array.from({ length: 200 }, (_, line) => `line ${line}`).join('\n');

/** Replaces the first `from` in `text`. */
function replacing(text: string, from: string, newText: string): TextEdit {
  const start = text.indexOf(from);
  assert.notEqual(start, -1, from);
  return { range: { start, end: start + from.length }, newText };
}

/** The documents as an editor has them, edited by their text. */
class Editor {
  readonly recent = new RecentEdits();
  readonly texts = new Map<string, string>();

  open(path: string, text: string): void {
    this.texts.set(path, text);
    this.recent.open(path, 'typescript', text);
  }

  edit(path: string, timeMs: number, ...replacements: readonly (readonly [from: string, to: string])[]): void {
    const text = this.texts.get(path) ?? '';
    const edits = replacements.map(([from, to]) => replacing(text, from, to));
    this.recent.change(path, edits, timeMs);
    const ordered = [...edits].sort((a, b) => b.range.start - a.range.start);
    this.texts.set(path, ordered.reduce(applyEdit, text));
  }

  diffs(cursor = elsewhere, nowMs = 0): readonly string[] {
    return this.recent.snippets(cursor, nowMs).map(({ text }) => text);
  }
}

const editorOf = (text: string) => {
  const editor = new Editor();
  editor.open('a.ts', text);
  return editor;
};

describe('RecentEdits', () => {
  it('tells an edit as a small diff', () => {
    const editor = editorOf('function f(a) {\n  return a;\n}\n');
    editor.edit('a.ts', 0, ['f(a)', 'f(a, b)']);
    const [snippet] = editor.recent.snippets(elsewhere, 20_000);
    assert.ok(snippet);
    const { score, tokens, ...rest } = snippet;
    assert.deepEqual(rest, {
      path: 'a.ts',
      languageId: 'typescript',
      lines: { start: 0, end: 1 },
      text: '-function f(a) {\n+function f(a, b) {\n   return a;',
      kind: 'edit',
      reason: 'edited 20 s ago',
    });
    assert.equal(tokens, snippetTokens('a.ts', snippet.text));
    assert.ok(score > 0.5 && score < 0.6);
  });

  it('makes one edit of many in one place, and keeps what is between changed lines', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 10\n', 'one\n'], ['line 12\n', 'three\n']);
    for (const letter of 'abc') editor.edit('a.ts', 1, ['three', `${letter}three`]);
    assert.deepEqual(editor.diffs(), [' line 9\n-line 10\n+one\n line 11\n-line 12\n+abcthree\n line 13']);
  });

  it('forgets what is undone, and tells nothing of white space', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 10\n', '\n\nline 10a\n']);
    editor.edit('a.ts', 1, ['line 50', '    line  50']);
    assert.equal(editor.diffs().length, 1);
    editor.edit('a.ts', 2, ['\n\nline 10a\n', 'line 10\n']);
    assert.deepEqual(editor.diffs(), []);
  });

  it('tells nothing of the place of the cursor', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 100\n', 'here\n']);
    for (const [line, count] of [
      [100, 0],
      [71, 0],
      [70, 0],
      [69, 1],
      [130, 0],
      [131, 1],
    ] as const) {
      assert.equal(editor.diffs({ path: 'a.ts', line }).length, count, String(line));
    }
    assert.equal(editor.diffs({ path: 'b.ts', line: 100 }).length, 1);
  });

  it('tells at most eight, the newest last, of at most an hour', () => {
    const editor = editorOf(numbered);
    editor.open('b.ts', numbered);
    for (let index = 0; index < 20; index++) {
      editor.edit(index % 2 === 0 ? 'a.ts' : 'b.ts', index * minute, [`line ${index * 8}\n`, `edit ${index}\n`]);
    }
    const told = (nowMs: number) => editor.diffs(elsewhere, nowMs).map((text) => /\+edit (\d+)/.exec(text)?.[1]);
    assert.deepEqual(told(20 * minute), ['12', '13', '14', '15', '16', '17', '18', '19']);
    assert.deepEqual(told(77 * minute), ['17', '18', '19']);
    assert.deepEqual(told(80 * minute), []);
  });

  it('shows of a large edit what was done last', () => {
    const editor = editorOf(numbered);
    for (let index = 0; index < 60; index++) editor.edit('a.ts', index, [`line ${index}\n`, `edit ${index}\n`]);
    editor.edit('a.ts', 99, ['edit 30\n', 'last\n']);
    const [diff, ...others] = editor.diffs();
    assert.deepEqual(others, []);
    assert.equal(diff?.split('\n').length, 12);
    assert.match(diff ?? '', /^\+last$/m);
  });

  it('takes a file that was changed as a whole for a new one', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 10\n', 'edited\n']);
    editor.edit('a.ts', 1, [numbered.slice(500), numbered.slice(0, 500).replaceAll('line', 'row')]);
    assert.deepEqual(editor.diffs(), []);
    editor.edit('a.ts', 2, ['row 3\n', 'edited again\n']);
    assert.equal(editor.diffs().length, 1);
  });

  it('takes one event of very many edits for what nobody has typed, in time that grows as they are many', () => {
    const editor = editorOf(`first\n${'a, b\n'.repeat(100_000)}`);
    editor.edit('a.ts', 0, ['first', 'edited']);
    const text = editor.texts.get('a.ts') ?? '';
    const edits = Array.from({ length: 100_000 }, (_, line): TextEdit => {
      const start = 'edited\n'.length + 5 * line;
      return { range: { start: start + 1, end: start + 3 }, newText: line % 2 === 0 ? ';' : ',\n' };
    });
    editor.recent.change('a.ts', edits, 1);
    editor.texts.set('a.ts', text.replaceAll('a, b\na, b\n', 'a;b\na,\nb\n'));
    assert.deepEqual(editor.diffs(), []);
    editor.edit('a.ts', 2, ['edited', 'edited again']);
    editor.open('a.ts', editor.texts.get('a.ts') ?? '');
    assert.deepEqual(editor.diffs(), ['-edited\n+edited again\n a;b'], 'the text is the same, so its edits are known');
  });

  it('goes on where a document is opened again as it was, and begins anew where it is another', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 10\n', 'edited\n']);
    editor.recent.close('a.ts');
    editor.open('a.ts', editor.texts.get('a.ts') ?? '');
    assert.equal(editor.diffs().length, 1);
    editor.open('a.ts', numbered);
    assert.deepEqual(editor.diffs(), []);
  });

  it('follows a file to its new name', () => {
    const editor = editorOf(numbered);
    editor.edit('a.ts', 0, ['line 10\n', 'edited\n']);
    editor.recent.rename('a.ts', 'b.ts');
    assert.deepEqual(
      editor.recent.snippets(elsewhere, 0).map(({ path }) => path),
      ['b.ts'],
    );
    editor.recent.rename('b.ts', '.env');
    assert.deepEqual(editor.diffs(), []);
  });

  it('follows the documents of a folder that is renamed, and no others', () => {
    const editor = new Editor();
    for (const path of ['src/old/a.ts', 'src/old/deep/b.ts', 'src/older/c.ts']) {
      editor.open(path, numbered);
      editor.edit(path, 0, ['line 10\n', 'edited\n']);
    }
    editor.recent.rename('src/old', 'lib/new');
    const paths = () => new Set(editor.recent.snippets(elsewhere, 0).map(({ path }) => path));
    assert.deepEqual(paths(), new Set(['lib/new/a.ts', 'lib/new/deep/b.ts', 'src/older/c.ts']));
    editor.texts.set('lib/new/a.ts', editor.texts.get('src/old/a.ts') ?? '');
    editor.edit('lib/new/a.ts', 0, ['line 120\n', 'edited again\n']);
    assert.ok(
      editor.diffs().some((diff) => diff.includes('edited again')),
      'goes on being followed',
    );
    editor.recent.rename('lib', 'node_modules/lib');
    assert.deepEqual(paths(), new Set(['src/older/c.ts']));
  });

  it('forgets a document of which it has missed something', () => {
    const recent = new RecentEdits();
    recent.open('a.ts', 'typescript', 'abc');
    recent.change('a.ts', [{ range: { start: 0, end: 9 }, newText: 'x' }], 0);
    recent.change('a.ts', [{ range: { start: 0, end: 1 }, newText: 'x' }], 0);
    recent.change('never opened.ts', [{ range: { start: 0, end: 0 }, newText: 'x' }], 0);
    assert.deepEqual(recent.snippets(elsewhere, 0), []);
  });

  it('quotes no private file, and no secret, old or new', () => {
    const editor = new Editor();
    for (const path of ['.env', 'yarn.lock', 'a.min.js']) {
      editor.open(path, 'a=1\n');
      editor.edit(path, 0, ['a=1', 'b=2']);
    }
    assert.deepEqual(editor.diffs(), []);
    editor.open('a.ts', 'const password = "tiger7!";\nuse(password);\n');
    editor.edit('a.ts', 0, ['"tiger7!"', '"lion88!"']);
    assert.deepEqual(editor.diffs(), []);
    editor.edit('a.ts', 1, ['const', 'export const']);
    assert.deepEqual(editor.diffs(), [
      '-const password = "<secret>";\n+export const password = "<secret>";\n use(password);',
    ]);
  });

  it('quotes no line of a key whose borders are outside of the diff', () => {
    const line = 'abcdefghijkl';
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwgg7Q',
      'x',
      'x',
      'x',
      line,
      'x',
      'x',
      'x',
    ];
    const editor = editorOf(`${lines.join('\n')}\n-----END PRIVATE KEY-----\n`);
    editor.edit('a.ts', 0, [line, `${line}mno`]);
    assert.deepEqual(
      editor.diffs().filter((text) => text.includes('abcdefgh')),
      [],
    );
  });

  it('is within its limits whatever is edited', () => {
    const piece = fc.constantFrom('', 'x', 'line', '\n', 'a\nb\nc', ' ', '\r\n', 'y'.repeat(300));
    const step = fc.record({ path: fc.constantFrom('a.ts', 'b.ts', 'c.py'), at: fc.nat(), length: fc.nat(30), piece });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(199), (steps, line) => {
        const texts = new Map(['a.ts', 'b.ts', 'c.py'].map((path) => [path, numbered]));
        const recent = new RecentEdits();
        for (const [path, text] of texts) recent.open(path, 'x', text);
        for (const [index, { path, at, length, piece: newText }] of steps.entries()) {
          const text = texts.get(path) ?? '';
          const start = at % (text.length + 1);
          const edit = { range: { start, end: Math.min(text.length, start + length) }, newText };
          recent.change(path, [edit], index);
          texts.set(path, applyEdit(text, edit));
        }
        const snippets = recent.snippets({ path: 'a.ts', line }, steps.length);
        assert.ok(snippets.length <= 8);
        for (const { path, text, lines, score } of snippets) {
          const rows = text.split('\n');
          assert.ok(rows.length <= 12 && rows.every((row) => /^[ +-]/.test(row) && row.length <= 201));
          assert.ok(rows.some((row) => /^[+-]/.test(row)));
          assert.ok(path !== 'a.ts' || lines.start > line || lines.end < line);
          assert.ok(score > 0 && score <= 1);
          // What is said to be there now is there.
          const now = (texts.get(path) ?? '').split('\n').map((row) => row.replace(/\r$/, '').slice(0, 199));
          for (const row of rows.filter((text) => !text.startsWith('-'))) {
            assert.ok(now.includes(row.slice(1, 200)), JSON.stringify(row));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
