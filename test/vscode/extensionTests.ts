import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

describe('the extension in a real VS Code', () => {
  it('is installed and activates', async () => {
    const extension = vscode.extensions.getExtension('leeward.leeward');
    assert.ok(extension, 'VS Code does not know leeward.leeward');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
