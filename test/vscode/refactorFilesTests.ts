import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { promptText } from '../../src/core/prompt/segments.ts';
import { refactoringOf } from '../../src/core/refactor/refactoring.ts';
import { QuotableFiles } from '../../src/host/chat/mentions/quotableFiles.ts';
import { EditableFiles } from '../../src/host/refactor/editableFiles.ts';
import { editFiles } from '../../src/host/refactor/editFiles.ts';
import { filesEdit } from '../../src/host/refactor/filesEdit.ts';
import type { RefactorPorts } from '../../src/host/refactor/refactorPorts.ts';
import { CancelledError, UserError } from '../../src/shared/errors.ts';
import { chatModel } from '../support/chatSessionFixture.ts';
import { never } from '../support/engineFixture.ts';
import { type FakeAnswer, FakeEngine } from '../support/fakeEngine.ts';
import { workspaceUri } from './refactorEditor.ts';

const paths = ['first', 'second', 'third'].map((name) => `src/files/${name}.txt`);
const uris = paths.map(workspaceUri);

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onFile?: (path: string) => void;
  readonly files?: readonly vscode.Uri[];
}

describe('many files that the model changes, in a real VS Code', function () {
  this.timeout(30_000);
  const files = new EditableFiles(new QuotableFiles(async () => undefined));
  const run = async (
    answerTo: (path: string) => string | FakeAnswer,
    { signal = never, onFile = () => {}, files: some = uris }: RunOptions = {},
  ) => {
    const engine = new FakeEngine(({ segments }) => {
      const [, path = ''] = /^The code to change, of (.*):$/m.exec(promptText(segments)) ?? [];
      return answerTo(path);
    }, chatModel);
    const ports = { engine, files, repoContext: { syntaxReport: async () => undefined } } as unknown as RefactorPorts;
    return await editFiles(ports, refactoringOf('instructFiles'), 'make it new', some, onFile, signal);
  };
  const better = (path: string) => `new ${path}\n\`\`\`\n`;

  before(async () => {
    for (const [index, uri] of uris.entries())
      await vscode.workspace.fs.writeFile(uri, Buffer.from(`old ${paths[index]}\n`));
  });
  after(() => vscode.workspace.fs.delete(workspaceUri('src/files'), { recursive: true }));

  it('are each asked for, with what was looked at', async () => {
    const { changes, left } = await run(better);
    assert.deepEqual(left, []);
    assert.deepEqual(
      changes.map(({ path, before, after, checks }) => ({ path, before, after, checks })),
      paths.map((path) => ({
        path,
        before: `old ${path}\n`,
        after: `new ${path}\n`,
        checks: 'Its syntax is not known here, so it was not checked.',
      })),
    );
  });

  it('are kept as far as they are done, where the user stops', async () => {
    const stopping = new AbortController();
    const { changes, left } = await run(better, {
      signal: stopping.signal,
      onFile: (path) => {
        if (path === paths[1]) stopping.abort();
      },
    });
    assert.deepEqual(
      changes.map(({ path }) => path),
      [paths[0]],
    );
    assert.deepEqual(left, [{ sentence: 'src/files/second.txt and the file behind it: stopped.' }]);
  });

  it('are kept as far as they are done, where the engine ends', async () => {
    const gone = new UserError('engineGone', 'The engine has ended.');
    const { changes, left } = await run((path) =>
      path === paths[2] ? { deltas: [''], failure: { at: 0, error: gone } } : better(path),
    );
    assert.deepEqual(
      changes.map(({ path }) => path),
      paths.slice(0, 2),
    );
    assert.deepEqual(left, [{ sentence: 'src/files/third.txt: The engine has ended.' }]);
  });

  it('end with what has ended them, where none is done', async () => {
    await assert.rejects(run(better, { signal: AbortSignal.abort() }), CancelledError);
    const gone = new UserError('engineGone', 'The engine has ended.');
    await assert.rejects(
      run(() => ({ deltas: [''], failure: { at: 0, error: gone } })),
      gone,
    );
    const bug = new TypeError('no such thing');
    await assert.rejects(
      run((path) => (path === paths[0] ? better(path) : { deltas: [''], failure: { at: 0, error: bug } })),
      bug,
    );
  });

  it('that fail are named, with the reason and what the model has answered', async () => {
    const { changes, left } = await run((path) =>
      path === paths[1] ? { deltas: ['I will ', 'not.'], finish: 'maxTokens' } : better(path),
    );
    assert.deepEqual(
      changes.map(({ path }) => path),
      [paths[0], paths[2]],
    );
    assert.equal(left.length, 1);
    assert.match(left[0]?.sentence ?? '', /^src\/files\/second\.txt: .*It was asked for twice; \w+ may be too small/);
    assert.match(left[0]?.rawAnswer ?? '', /I will not\./);
  });

  it('that are too long are not said to be selected otherwise', async () => {
    const long = workspaceUri('src/files/long.txt');
    await vscode.workspace.fs.writeFile(long, Buffer.from('a long line of words\n'.repeat(1_000)));
    const { left } = await run(better, { files: [long] });
    assert.match(
      left[0]?.sentence ?? '',
      /^src\/files\/long\.txt: it is too long .* Raise leeward\.model\.contextSize/,
    );
  });

  it('that have changed since are left out of the preview and named, and the others are in it', async () => {
    const [first, second] = uris;
    assert.ok(first && second);
    const { changes } = await run(better);
    const typed = new vscode.WorkspaceEdit();
    typed.insert(first, new vscode.Position(0, 0), 'typed\n');
    assert.ok(await vscode.workspace.applyEdit(typed));
    const { edit, changes: shown, left } = await filesEdit(changes, 'Edit: make it new');
    assert.deepEqual(
      [edit.entries().map(([uri]) => uri.toString()), shown.map(({ path }) => path)],
      [uris.slice(1).map(String), paths.slice(1)],
    );
    assert.deepEqual(left, [
      { sentence: 'src/files/first.txt: it has changed since the model read it. Run it again.' },
    ]);
    await vscode.window.showTextDocument(first);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
