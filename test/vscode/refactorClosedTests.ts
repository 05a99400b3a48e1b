import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { QuotableFiles } from '../../src/host/chat/mentions/quotableFiles.ts';
import { chooseFiles } from '../../src/host/refactor/chooseFiles.ts';
import { EditableFiles } from '../../src/host/refactor/editableFiles.ts';
import { whyReadOnly } from '../../src/host/refactor/whyReadOnly.ts';
import { never } from '../support/engineFixture.ts';
import { eventually, refactor, workspaceUri } from './refactorEditor.ts';

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
    ['a workspace file', () => workspaceUri('a.code-workspace'), /not changed: it decides what runs/],
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

  it('are those that can not be written, as their file system says', async () => {
    const registered = [
      vscode.workspace.registerFileSystemProvider('all-read-only', new OneFile(), { isReadonly: true }),
      vscode.workspace.registerFileSystemProvider('one-read-only', new OneFile(vscode.FilePermission.Readonly)),
      vscode.workspace.registerFileSystemProvider('writable', new OneFile()),
    ];
    try {
      // VS Code asks around before it knows of a new one.
      await eventually(() => vscode.workspace.fs.isWritableFileSystem('writable'));
      await eventually(() =>
        vscode.workspace.fs.isWritableFileSystem('all-read-only') === undefined ? undefined : true,
      );
      const why = (scheme: string) => whyReadOnly(vscode.Uri.parse(`${scheme}:/a.ts`));
      assert.equal(await why('all-read-only'), 'everything in its file system is read-only');
      assert.equal(await why('one-read-only'), 'it is read-only');
      assert.equal(await why('writable'), undefined);
    } finally {
      for (const provider of registered) provider.dispose();
    }
  });

  it('are passed over in a folder', async () => {
    const quotable = new QuotableFiles(async () => undefined);
    const allowed = (uris: readonly vscode.Uri[]) => quotable.allowed(uris, never);
    const chosen = (await chooseFiles([workspaceUri('src/many'), workspaceUri('ignored/closed.ts')], allowed)) ?? [];
    // What is named by itself is refused with a sentence.
    assert.deepEqual(chosen.map(({ path }) => path.split('/').slice(-2).join('/')).sort(), [
      'ignored/closed.ts',
      'many/none.ts',
      'many/one.ts',
      'many/two.ts',
    ]);
    await assert.rejects(chooseFiles([workspaceUri('ignored')], allowed), { message: /There is no file in here/ });
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

/** A file system in which everything is the same empty file. */
class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #permissions: vscode.FilePermission | undefined;

  constructor(permissions?: vscode.FilePermission) {
    this.#permissions = permissions;
  }

  stat(): vscode.FileStat {
    const times = { ctime: 0, mtime: 0 };
    return {
      type: vscode.FileType.File,
      size: 0,
      ...times,
      ...(this.#permissions && { permissions: this.#permissions }),
    };
  }
  readFile(): Uint8Array {
    return new Uint8Array();
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {}
  writeFile(): void {}
  delete(): void {}
  rename(): void {}
}
