import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { refactorings } from '../../src/core/refactor/refactoring.ts';
import { commitMessage, moreTests, newTests, rewriteCases, scriptedFiles } from '../support/refactorScript.ts';
import { acceptAll, eventually, isReviewOpen, openMarked, refactor, until, workspaceUri } from './refactorEditor.ts';

/** Rows that have tests of their own, here or (what is seen only by a user) in refactorInstruct.test.ts. */
const others = ['inline', 'rename', 'generateTests', 'explain', 'instructFiles', 'commitMessage'];

describe('a refactoring in a real VS Code', function () {
  this.timeout(30_000);

  before(async () => {
    await vscode.extensions.getExtension('leeward.leeward')?.activate();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is tested here, each row of the table', () => {
    const tested = new Set([...rewriteCases.map(({ id }) => id), ...others]);
    assert.deepEqual(
      refactorings.filter(({ id }) => !tested.has(id)).map(({ id }) => id),
      [],
    );
  });

  for (const { id, path, marked, input, after } of rewriteCases) {
    it(`${id} changes nothing before it is accepted, then what was asked for, and goes with one undo`, async () => {
      const { document, selection } = await openMarked(path, marked);
      const before = document.getText();
      const problems = vscode.languages.createDiagnosticCollection('test');
      problems.set(document.uri, [new vscode.Diagnostic(selection, 'A number is no text.')]);
      try {
        await refactor({ id, ...(input !== undefined && { input }) });
        assert.equal(document.getText(), before);
        await acceptAll(document);
        assert.equal(document.getText(), after);
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), before);
      } finally {
        problems.dispose();
      }
    });
  }

  it('that does not parse is not offered, nor changes it anything', async () => {
    const path = 'src/failing.ts';
    const { document } = await openMarked(path, (scriptedFiles[path] ?? '').replace('return', 'return‸'));
    await refactor({ id: 'simplify' });
    await eventually(() => (isReviewOpen() ? undefined : true));
    assert.equal(document.getText(), scriptedFiles[path]);
  });

  it('renames with a name that the model proposes, in all files', async () => {
    const path = 'src/rename.ts';
    const { document } = await openMarked(path, (scriptedFiles[path] ?? '').replace('renameable', 'rename‸able'));
    // The language server has read the project once it knows the symbol's other file.
    await eventually(async () => ((await referencesAt(document, 16)).length > 2 ? true : undefined));
    await until(refactor({ id: 'rename' }), async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      // Each change is ticked already.
      await vscode.commands.executeCommand('refactorPreview.apply');
    });
    assert.match(document.getText(), /export function lengthOf\(xs/);
    const user = await vscode.workspace.openTextDocument(workspaceUri('src/renameUser.ts'));
    assert.match(user.getText(), /import \{ lengthOf \} .*\n\nexport const used = lengthOf\(\[1\]\);/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await eventually(() => (document.getText() === scriptedFiles[path] ? true : undefined));
  });

  it('inlines a variable as the language server does', async () => {
    const path = 'src/inline.ts';
    const { document } = await openMarked(path, (scriptedFiles[path] ?? '').replace('doubled', 'dou‸bled'));
    await eventually(async () => ((await referencesAt(document, 55)).length > 1 ? true : undefined));
    await refactor({ id: 'inline' });
    assert.match(document.getText(), /\{\n {2}return n \* 2;\n\}/);
  });

  it('inlines a variable where no language server does, once that is accepted', async () => {
    const path = 'src/inline.py';
    const before = scriptedFiles[path] ?? '';
    const { document } = await openMarked(path, before.replace('doubled', 'dou‸bled'));
    await refactor({ id: 'inline' });
    assert.equal(document.getText(), before);
    await acceptAll(document);
    assert.equal(document.getText(), 'def twice(n):\n    return (n + n) * 2\n');
  });

  it('writes tests into a new file beside the code', async () => {
    const path = 'src/tested.ts';
    await openMarked(path, (scriptedFiles[path] ?? '').replace('return', 'return‸'));
    await refactor({ id: 'generateTests' });
    const document = await eventually(() =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/src/tested.test.ts')),
    );
    assert.deepEqual([document.isUntitled, document.getText()], [true, '']);
    await acceptAll(document);
    assert.equal(document.getText(), newTests);
  });

  it('writes tests behind those that are there', async () => {
    const path = 'src/known.ts';
    await openMarked(path, (scriptedFiles[path] ?? '').replace('return', 'return‸'));
    await refactor({ id: 'generateTests' });
    const document = await vscode.workspace.openTextDocument(workspaceUri('src/known.test.ts'));
    await acceptAll(document);
    assert.equal(document.getText(), `${scriptedFiles['src/known.test.ts']}\n\n${moreTests}`);
  });

  it('changes many files only where they are confirmed', async () => {
    const paths = ['one', 'two', 'none'].map((name) => `src/many/${name}.ts`);
    const files = [...paths.map(workspaceUri), workspaceUri('.vscode/closed.ts')];
    const run = refactor({ id: 'instructFiles', input: 'make it seven', files });
    await until(run, () => vscode.commands.executeCommand('refactorPreview.discard'));
    for (const path of paths) {
      const document = await vscode.workspace.openTextDocument(workspaceUri(path));
      assert.equal(document.getText(), scriptedFiles[path]);
    }
  });

  it('writes a commit message into the box of the Source Control view', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder !== undefined);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder.uri.fsPath });
    git('init', '--quiet');
    git('add', 'src/many/one.ts');
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const api = (await extension?.activate())?.getAPI(1);
    assert.ok(api !== undefined, 'there is no git extension');
    const repository = await eventually(
      async () => api.repositories[0] ?? (await api.openRepository(folder.uri)) ?? undefined,
    );
    await vscode.commands.executeCommand('leeward.generateMessage', { rootUri: folder.uri });
    assert.equal(repository.inputBox.value, commitMessage);
  });

  it('is offered by the light bulb where it fits, by its kind', async () => {
    const { document, selection } = await openMarked(
      'src/instruct.ts',
      rewriteCases.find(({ id }) => id === 'instruct')?.marked ?? '',
    );
    const selected = new vscode.Range(1, 0, 1, 19);
    const titles = async (range: vscode.Range, kind: string, uri = document.uri) => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        ...['vscode.executeCodeActionProvider', uri, range],
        kind,
      );
      return found.filter(({ command }) => command?.command === 'leeward.refactor').map(({ title }) => title);
    };
    assert.deepEqual(await titles(selected, 'refactor.extract'), [
      'Extract Function (Leeward)',
      'Extract Variable (Leeward)',
      'Extract Type (Leeward)',
      'Split Long Function (Leeward)',
    ]);
    assert.ok((await titles(selected, 'refactor.rewrite')).includes('Simplify (Leeward)'));
    assert.ok((await titles(selected, 'source')).includes('Generate Tests (Leeward)'));
    assert.deepEqual(await titles(selection, 'quickfix'), []);
    const problems = vscode.languages.createDiagnosticCollection('test');
    problems.set(document.uri, [new vscode.Diagnostic(selected, 'Two is not five.')]);
    assert.deepEqual(await titles(selection, 'quickfix'), ['Fix This Problem (Leeward)']);
    problems.dispose();
    const closed = await vscode.workspace.openTextDocument(workspaceUri('.vscode/closed.ts'));
    assert.deepEqual(await titles(selected, 'refactor.rewrite', closed.uri), []);
    const own = workspaceUri('.leeward/refactorings/useOurLogger.md');
    await vscode.workspace.fs.writeFile(own, Buffer.from('---\nkind: extract\n---\nUse our logger.\n'));
    const isShown = async () => (await titles(selected, 'refactor.extract')).includes('useOurLogger (Leeward)');
    await eventually(async () => ((await isShown()) ? true : undefined));
    await vscode.workspace.fs.delete(own);
    await eventually(async () => ((await isShown()) ? undefined : true));
  });
});

interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly { readonly inputBox: { value: string } }[];
    openRepository(root: vscode.Uri): Promise<{ readonly inputBox: { value: string } } | null>;
  };
}

async function referencesAt({ uri }: vscode.TextDocument, column: number): Promise<readonly vscode.Location[]> {
  const line = uri.path.endsWith('inline.ts') ? 1 : 0;
  const place = new vscode.Position(line, line === 1 ? 10 : column);
  return await vscode.commands.executeCommand('vscode.executeReferenceProvider', uri, place);
}
