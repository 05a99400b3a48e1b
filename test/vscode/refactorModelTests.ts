import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { eventually, isReviewOpen, refactor, until, workspaceUri } from './refactorEditor.ts';

const clamp = `export function clamp(value: number, low: number, high: number): number {
  if (value < low) {
    return low;
  }
  return value > high ? high : value;
}
`;

/** Whatever a small model answers: it is offered and can be taken back, or it is said why not, and nothing has changed. */
describe('refactorings by the default model, in a real VS Code', function () {
  this.timeout(300_000);
  const uri = (): vscode.Uri => workspaceUri('src/clamp.ts');
  let changedCount = 0;

  before(async () => {
    await vscode.extensions.getExtension('leeward.leeward')?.activate();
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(clamp));
  });
  after(() => vscode.workspace.fs.delete(uri()));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const id of ['addDocumentation', 'simplify']) {
    it(`${id} is offered, or said to have failed`, async () => {
      const document = await vscode.workspace.openTextDocument(uri());
      await vscode.window.showTextDocument(document);
      await refactor({ id, uri: uri(), range: new vscode.Range(1, 4, 1, 4) });
      assert.equal(document.getText(), clamp);
      const { version } = document;
      void vscode.commands.executeCommand('leeward.acceptAllFiles');
      // What has failed is closed.
      await eventually(() => document.version !== version || !isReviewOpen() || undefined);
      if (document.version === version) return;
      assert.notEqual(document.getText(), clamp);
      changedCount++;
      assert.match(document.getText(), /^export function clamp\(/m);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), clamp);
    });
  }

  it('rename takes a name that can be one, and renames every use, or none', async () => {
    const document = await vscode.workspace.openTextDocument(uri());
    await vscode.window.showTextDocument(document);
    const place = new vscode.Position(0, clamp.indexOf('value'));
    await eventually(async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.Location[]>(
        ...['vscode.executeReferenceProvider', uri(), place],
      );
      return found.length === 4 ? true : undefined;
    });
    await until(refactor({ id: 'rename', uri: uri(), range: new vscode.Range(place, place) }), () =>
      vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
    );
    const [, name = ''] = /clamp\(([\w$]+): number/.exec(document.getText()) ?? [];
    assert.equal(document.getText(), clamp.replaceAll(/\bvalue\b/g, name));
    if (name !== 'value') changedCount++;
  });

  it('have changed the text at least once', () => assert.ok(changedCount > 0));
});
