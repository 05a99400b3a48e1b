import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { placeBlock } from '../../src/core/chat/placement/placeBlock.ts';
import { BlockActions } from '../../src/host/chat/blocks/blockActions.ts';
import type { Place } from '../../src/host/chat/blocks/blockEdit.ts';
import type { AnswerMessage } from '../../src/shared/conversation.ts';

const renaming = [
  'diff --git a/meanwhile.txt b/renamed.txt',
  'rename from meanwhile.txt',
  'rename to renamed.txt',
  '--- a/meanwhile.txt',
  '+++ b/renamed.txt',
  '@@ -1,2 +1,2 @@',
  '-first',
  '+1st',
  ' second',
].join('\n');

describe('a code block in a real VS Code', () => {
  let uri: vscode.Uri;
  before(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
    uri = vscode.Uri.joinPath(folder, 'meanwhile.txt');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('first\nsecond\n'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });

  it('is not applied to a file that was changed while its place was looked for, which is said, a renaming one too', async () => {
    const told: string[] = [];
    const place: Place = async (block, target) => {
      const editor = await vscode.window.showTextDocument(uri);
      await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'typed meanwhile\n'));
      return placeBlock(block, target);
    };
    const blocks = new BlockActions({ notify: (_, text) => told.push(text), place, diff: { show: async () => {} } });
    const answer: AnswerMessage = {
      ...{ role: 'assistant', id: 'answer', createdAtMs: 0, status: 'complete', modelName: 'model' },
      text: `\`\`\`diff\n${renaming}\n\`\`\``,
    };
    await assert.rejects(blocks.apply(answer, 0, undefined), {
      code: 'inputInvalid',
      message: 'meanwhile.txt has changed meanwhile. Apply the block again.',
    });
    assert.deepEqual(told, []);
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'first\ntyped meanwhile\nsecond\n');
  });
});
