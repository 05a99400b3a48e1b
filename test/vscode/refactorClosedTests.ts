import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { QuotableFiles } from '../../src/host/chat/mentions/quotableFiles.ts';
import { EditableFiles } from '../../src/host/refactor/editableFiles.ts';
import { never } from '../support/engineFixture.ts';
import { refactor, workspaceUri } from './refactorEditor.ts';

describe('files that no refactoring reads or changes, in a real VS Code', function () {
  this.timeout(60_000);
  let outside: string;
  const files = new EditableFiles(new QuotableFiles(async () => undefined));

  before(() => {
    outside = mkdtempSync(join(tmpdir(), 'leeward-outside-'));
    writeFileSync(join(outside, 'closed.ts'), "export const closed = 'canary';\n");
    symlinkSync(outside, workspaceUri('src/linked').fsPath);
    symlinkSync(join(outside, 'closed.ts'), workspaceUri('src/linkedFile.ts').fsPath);
    symlinkSync(workspaceUri('.vscode').fsPath, workspaceUri('src/linkedSettings').fsPath);
  });
  after(() => rmSync(outside, { recursive: true, force: true }));

  const closed: readonly [what: string, uri: () => vscode.Uri, sentence: RegExp][] = [
    ["git's own", () => workspaceUri('.git/hooks/pre-commit'), /is not changed: what is in \.git decides what runs/],
    ["the editor's own", () => workspaceUri('.vscode/closed.ts'), /what is in \.vscode decides what runs/],
    ['in another letter case', () => workspaceUri('.VSCode/closed.ts'), /decides what runs/],
    ['outside of the workspace', () => vscode.Uri.file(join(outside, 'closed.ts')), /is outside of the workspace/],
    [
      'in a folder that is a link',
      () => workspaceUri('src/linked/closed.ts'),
      /a link that leads out of the workspace/,
    ],
    ['behind a link', () => workspaceUri('src/linkedFile.ts'), /a link that leads out of the workspace/],
    [
      "the editor's own behind a link",
      () => workspaceUri('src/linkedSettings/closed.ts'),
      /what is in \.vscode decides/,
    ],
    ['private', () => workspaceUri('private.env'), /is private/],
    ['ignored', () => workspaceUri('ignored/closed.ts'), /is ignored/],
  ];
  for (const [what, uri, sentence] of closed) {
    it(`are those that are ${what}: one sentence says so`, async () => {
      await assert.rejects(files.require(uri(), never), { code: 'inputInvalid', message: sentence });
    });
  }

  it('are none of those that may be', async () => {
    await files.require(workspaceUri('src/instruct.ts'), never);
    await files.requirePlace(workspaceUri('src/new/file.ts'));
    await files.require((await vscode.workspace.openTextDocument({ content: 'a' })).uri, never);
  });

  it('are not made through a link either', async () => {
    await assert.rejects(files.requirePlace(workspaceUri('src/linked/new/file.ts')), {
      message: /a link that leads out/,
    });
    const untitled = workspaceUri('.git/hooks/new').with({ scheme: 'untitled' });
    await assert.rejects(files.requirePlace(untitled), { message: /decides what runs/ });
  });

  it('reach no model', async () => {
    // What is asked for all the same is looked for in every prompt, once the window is closed.
    for (const [, uri] of closed) {
      const exists = await vscode.workspace.fs.stat(uri()).then(
        () => true,
        () => false,
      );
      // It ends with its message, which nobody closes here.
      if (exists) void refactor({ id: 'instruct', input: 'canary question', uri: uri() });
    }
    // Asked behind them, and answered: so are those before it.
    const uri = workspaceUri('src/instruct.ts');
    await refactor({ id: 'instruct', input: 'make b five', uri, range: new vscode.Range(1, 0, 1, 0) });
  });
});
