import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { refactoringOf } from '../../src/core/refactor/refactoring.ts';
import { QuotableFiles } from '../../src/host/chat/mentions/quotableFiles.ts';
import { applyFilesEdit } from '../../src/host/refactor/applyFilesEdit.ts';
import { applyServerEdit, documentVersions } from '../../src/host/refactor/applyServerEdit.ts';
import { EditableFiles } from '../../src/host/refactor/editableFiles.ts';
import { holdPlace } from '../../src/host/refactor/holdPlace.ts';
import type { RefactorPorts } from '../../src/host/refactor/refactorPorts.ts';
import { renameSymbol } from '../../src/host/refactor/renameSymbol.ts';
import { scriptedFiles } from '../support/refactorScript.ts';
import { openMarked, until, workspaceUri } from './refactorEditor.ts';

const path = 'src/many/one.ts';
const text = scriptedFiles[path] ?? '';

describe('a text that changes while a refactoring is under way, in a real VS Code', function () {
  this.timeout(30_000);
  const files = new EditableFiles(new QuotableFiles(async () => undefined));

  afterEach(async () => {
    await vscode.window.showTextDocument(workspaceUri(path));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('keeps its place while a question is open: what was selected, wherever that has gone', async () => {
    const { document, selection } = await openMarked(path, text.replace('manyOne', '‸manyOne‸'));
    const placeNow = holdPlace({ document, range: selection });
    assert.ok((await placeNow()).range.isEqual(selection));
    await insert(document.uri, '// above\n');
    assert.equal(document.getText((await placeNow()).range), 'manyOne');
  });

  it('has no place any more where that was not selected', async () => {
    const { document } = await openMarked(path, text.replace('many', '‸many'));
    const placeNow = holdPlace({ document, range: new vscode.Range(0, 0, 0, 6) });
    await insert(document.uri, '// above\n');
    await assert.rejects(placeNow(), { code: 'inputInvalid', message: /one\.ts has changed meanwhile/ });
  });

  it('is not renamed in, where another word is at the place by now', async () => {
    const { document, selection } = await openMarked(path, text.replace('manyOne', 'many‸One'));
    const run = renameSymbol(
      { files } as RefactorPorts,
      refactoringOf('rename'),
      '',
      { document, range: selection },
      // In place of the model: its names come, and the text has moved.
      async <Result>() => {
        await insert(document.uri, 'const other = 1;\n');
        return ['better'] as Result;
      },
    );
    await assert.rejects(
      until(run, () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')),
      { code: 'inputInvalid', message: /^manyOne is elsewhere by now, so nothing was renamed/ },
    );
    assert.equal(document.getText(), `const other = 1;\n${text}`);
  });

  it("is not changed by a server's edit that was computed before", async () => {
    const { document } = await openMarked(path, text.replace('many', '‸many'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 0, 6), 'import');
    const asked = documentVersions();
    await insert(document.uri, '// above\n');
    await assert.rejects(applyServerEdit({ files }, edit, asked), { message: /one\.ts has changed meanwhile/ });
    assert.equal(document.getText(), `// above\n${text}`);
    await applyServerEdit({ files }, edit, documentVersions());
    assert.equal(document.getText(), `import${`// above\n${text}`.slice(6)}`);
  });

  it("is not changed by a server's edit of several files that is discarded where it is shown, without a complaint", async () => {
    const { document } = await openMarked(path, text.replace('many', '‸many'));
    const other = workspaceUri('src/many/two.ts');
    const edit = () => {
      const made = new vscode.WorkspaceEdit();
      for (const uri of [document.uri, other]) made.replace(uri, new vscode.Range(0, 0, 0, 6), 'import');
      return made;
    };
    const shown = (command: string) =>
      until(applyServerEdit({ files }, edit(), documentVersions()), () => vscode.commands.executeCommand(command));
    await shown('refactorPreview.discard');
    assert.equal(document.getText(), text);
    await shown('refactorPreview.apply');
    assert.equal(document.getText(), `import${text.slice(6)}`);
    assert.match((await vscode.workspace.openTextDocument(other)).getText(), /^import /);
    await vscode.window.showTextDocument(other);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is told of where many files are changed, and it has become another text than the confirmed one', async () => {
    const { document } = await openMarked(path, text.replace('many', '‸many'));
    const { uri } = document;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, 1, 0), 'export const seven = 7;\n');
    const change = { uri, path, before: text, after: 'export const seven = 7;\n', checks: '' };
    // As if it had been typed in while the preview was open.
    const other = { ...change, after: 'export const eight = 8;\n' };
    await assert.rejects(applyFilesEdit({ edit, changes: [other] }), {
      message: /Not what you have confirmed: src\/many/,
    });
    assert.equal(document.getText(), change.after);
    await vscode.commands.executeCommand('undo');
    await applyFilesEdit({ edit, changes: [change] });
    assert.equal(document.getText(), change.after);
  });
});

async function insert(uri: vscode.Uri, line: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), line);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
