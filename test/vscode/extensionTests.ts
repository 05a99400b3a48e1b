import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { refusedAddresses } from '../support/networkGuard.ts';

const fibonacci = 'function fibonacci(n: number): number {\n  if (n < 2) {\n    return n;\n  }\n  return fib';

describe('the extension in a real VS Code', () => {
  before(async () => {
    const extension = vscode.extensions.getExtension('leeward.leeward');
    assert.ok(extension, 'VS Code does not know leeward.leeward');
    await extension.activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('has every command that its manifest names', async () => {
    const manifest = vscode.extensions.getExtension('leeward.leeward')?.packageJSON as Manifest;
    const known = new Set(await vscode.commands.getCommands(true));
    const named = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  it('completes where it is asked to', async () => {
    const editor = await openEditor(fibonacci);
    const accepted = await completeAnd(editor, 'editor.action.inlineSuggest.commit');
    assert.ok(accepted.startsWith(fibonacci) && accepted.length > fibonacci.length);
  });

  it('lets a word of the ghost text be taken, and the rest afterwards', async () => {
    const editor = await openEditor(fibonacci);
    const word = await completeAnd(editor, 'editor.action.inlineSuggest.acceptNextWord');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    const whole = editor.document.getText();
    assert.ok(word.startsWith(fibonacci) && word.length > fibonacci.length);
    assert.ok(whole.startsWith(word) && whole.length >= word.length);
  });

  it('undoes an accepted completion in one step', async () => {
    const editor = await openEditor(fibonacci);
    await completeAnd(editor, 'editor.action.inlineSuggest.commit');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), fibonacci);
    assert.equal(await takeWhatIsThere(editor), fibonacci, 'who takes something back is offered nothing');
  });

  it('proposes nothing with several cursors', async () => {
    const editor = await openEditor(fibonacci);
    const { active } = editor.selection;
    editor.selections = [new vscode.Selection(active, active), new vscode.Selection(0, 0, 0, 0)];
    await vscode.commands.executeCommand('leeward.complete');
    assert.equal(await takeWhatIsThere(editor), fibonacci);
    editor.selections = [new vscode.Selection(active, active)];
    // VS Code asks the same place again only after a change.
    await vscode.commands.executeCommand('type', { text: 'o' });
    assert.notEqual(await completeAnd(editor, 'editor.action.inlineSuggest.commit'), `${fibonacci}o`);
  });

  it('keeps the line ends of a document', async () => {
    const editor = await openEditor(fibonacci.replaceAll('\n', '\r\n'));
    const text = await completeAnd(editor, 'editor.action.inlineSuggest.commit');
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
  });

  it('asks for no address but loopback', () => {
    assert.deepEqual(refusedAddresses(), []);
  });
});

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** An editor on a new TypeScript document with the cursor at its end. */
async function openEditor(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Takes the ghost text that is there, if it is there after the time that one takes; gives the text afterwards. */
async function takeWhatIsThere(editor: vscode.TextEditor): Promise<string> {
  await sleep(1500);
  await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
  return editor.document.getText();
}

/**
 * Asks for a completion and takes it with `accept`, again until the document has changed: VS Code tells an extension
 * neither when ghost text is there nor what it is.
 *
 * @returns the document's text afterwards.
 */
async function completeAnd(editor: vscode.TextEditor, accept: string): Promise<string> {
  const before = editor.document.getText();
  while (editor.document.getText() === before) {
    await vscode.commands.executeCommand('leeward.complete');
    await sleep(300);
    await vscode.commands.executeCommand(accept);
  }
  return editor.document.getText();
}
