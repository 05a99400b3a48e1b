import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DocumentReview } from '../../src/host/refactor/documentReview.ts';
import { OpenReviews } from '../../src/host/refactor/openReviews.ts';
import type { Review } from '../../src/host/refactor/reviews.ts';
import { eventually } from '../support/eventually.ts';
import { workspaceUri } from './refactorEditor.ts';

const text = 'one\ntwo\nthree\nfour\nfive\n';
const rewritten = 'one\nTWO\nthree\nfour\nand a half\nfive\n';

describe('a review in a real VS Code', function () {
  this.timeout(60_000);
  const context = { subscriptions: [] as vscode.Disposable[] };
  const reviews = new OpenReviews(context);
  let uri: vscode.Uri;
  let document: vscode.TextDocument;
  let count = 0;

  beforeEach(async () => {
    uri = workspaceUri(`reviews/${count++}.txt`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  });
  afterEach(async () => {
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(() => {
    for (const one of context.subscriptions) one.dispose();
  });

  const diffTabs = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.original.toString() === uri.toString());
  const begin = (): Promise<Review> => reviews.begin(document, 'Rewrite...');
  const proposal = () => {
    const input = diffTabs()[0]?.input;
    return input instanceof vscode.TabInputTextDiff ? input.modified : assert.fail('there is no diff');
  };
  const proposes = (wanted: string) =>
    eventually(`the proposal ${JSON.stringify(wanted)}`, () => {
      const key = proposal().toString();
      const shown = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
      return shown?.getText() === wanted;
    });
  const undo = async () => {
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand('undo');
  };

  it('shows what comes, on a document that stays as it is', async () => {
    const review = await begin();
    review.progress('one\nTWO\nthree\nfour\nfive\n');
    await proposes('one\nTWO\nthree\nfour\nfive\n');
    assert.equal(document.getText(), text);
    await assert.rejects(reviews.acceptFile(proposal().toString()), { code: 'inputInvalid' });
    await reviews.rejectFile(proposal().toString());
    assert.ok(review.signal.aborted);
    assert.equal(document.getText(), text);
  });

  it('accepts all as one step for undo, tells of it, and ends with the document', async () => {
    const review = await begin();
    let told = 0;
    review.onDidAccept(() => told++);
    review.offer(rewritten, ['Parses.']);
    await reviews.acceptFile();
    assert.equal(document.getText(), rewritten);
    assert.equal(told, 1);
    assert.ok(review.signal.aborted);
    await eventually('the end of the diff', () => diffTabs().length === 0);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('accepts and rejects hunk by hunk at the cursor, and takes decisions back', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    await proposes(rewritten);
    await eventually('the cursor', () => vscode.window.activeTextEditor?.selection.active.line === 1);
    await reviews.acceptHunk();
    assert.equal(document.getText(), text.replace('two', 'TWO'));
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 4);
    await reviews.takeBack();
    assert.equal(document.getText(), text);
    await reviews.previousHunk();
    await reviews.rejectHunk();
    await proposes(rewritten.replace('TWO', 'two'));
    await reviews.takeBack();
    await proposes(rewritten);
    // As undo, which says nothing where nothing is to be undone.
    await reviews.takeBack();
    assert.equal(document.getText(), text);
    assert.ok(!review.signal.aborted);
  });

  it('opens a hunk again whose acceptance is undone in the editor', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    await reviews.acceptHunk(proposal().toString(), 0);
    await undo();
    assert.equal(document.getText(), text);
    await proposes(rewritten);
    await reviews.acceptFile(proposal().toString());
    assert.equal(document.getText(), rewritten);
  });

  it('is cancelled by closing its diff', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    await vscode.window.tabGroups.close(diffTabs());
    await eventually('the end of the review', () => review.signal.aborted);
    review.progress(rewritten);
    review.offer(rewritten, []);
    assert.equal(document.getText(), text);
  });

  it('gives way to another one of the same document', async () => {
    const first = await begin();
    const second = await begin();
    assert.ok(first.signal.aborted && !second.signal.aborted);
    await eventually('the end of the first diff', () => diffTabs().length === 1);
    second.offer(rewritten, []);
    await reviews.acceptFile();
    assert.equal(document.getText(), rewritten);
  });

  it('stays where another one comes before it is decided, unless the user says so', async () => {
    const first = await begin();
    first.offer(rewritten, []);
    // Who runs tests is asked nothing: VS Code refuses to show the question, which is no yes.
    await assert.rejects(begin(), /refused to show dialog/);
    assert.ok(!first.signal.aborted);
    assert.equal(diffTabs().length, 1);
    await reviews.acceptFile(proposal().toString());
    assert.equal(document.getText(), rewritten);
  });

  it('stays where the diff of another one can not be opened', async () => {
    const first = await begin();
    const failing: vscode.TextDocument = Object.create(document, { languageId: { value: 'no such language' } });
    await assert.rejects(reviews.begin(failing, 'Rewrite'), /no such language/i);
    assert.ok(!first.signal.aborted);
    await eventually('the end of the other diff', () => diffTabs().length === 1);
    first.offer(rewritten, []);
    await proposes(rewritten);
    await reviews.acceptFile(proposal().toString());
    assert.equal(document.getText(), rewritten);
  });

  /** All that is proposed is edited over. */
  const editOver = async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 0, 4, 0), 'other\nlines\nhere\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  it('whose hunks are all lost is ended by a command', async () => {
    for (const end of [() => reviews.rejectFile(proposal().toString()), () => reviews.rejectAllFiles()]) {
      const review = await begin();
      review.offer(text.replace('three', 'THREE'), []);
      await editOver();
      await end();
      assert.ok(review.signal.aborted);
      assert.match(document.getText(), /^one\nother\n/);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), text);
    }
  });

  it('whose hunks are all lost holds up no other one', async () => {
    const lost = await begin();
    lost.offer(text.replace('three', 'THREE'), []);
    await editOver();
    const other = await vscode.workspace.openTextDocument(workspaceUri('reviews/0.txt'));
    const wanted = `${other.getText()}more\n`;
    (await reviews.begin(other, 'Rewrite')).offer(wanted, []);
    await reviews.acceptAllFiles();
    assert.equal(other.getText(), wanted);
    assert.ok(!lost.signal.aborted);
    await reviews.rejectFile(proposal().toString());
    await other.save();
  });

  it('that can not be accepted is told of once the others are', async () => {
    const other = await vscode.workspace.openTextDocument(workspaceUri('reviews/0.txt'));
    const decided = await reviews.begin(other, 'Rewrite');
    assert.ok(decided instanceof DocumentReview);
    decided.offer('', []);
    (await begin()).offer(rewritten, []);
    const rejecting = decided.reject();
    await assert.rejects(reviews.acceptAllFiles(), { code: 'inputInvalid', message: /0\.txt is not open/ });
    await rejecting;
    assert.equal(document.getText(), rewritten);
  });

  it('goes on where nothing but the diff shows the document, and takes over what another program writes', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    const own = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    await vscode.window.tabGroups.close(own.filter(({ input }) => input instanceof vscode.TabInputText));
    await writeFile(uri.fsPath, text.replace('one', 'zero\none').replace('five\n', 'five\nsix\n'));
    await proposes(rewritten.replace('one', 'zero\none').replace('five\n', 'five\nsix\n'));
    await reviews.acceptFile(proposal().toString());
    assert.equal(document.getText(), rewritten.replace('one', 'zero\none').replace('five\n', 'five\nsix\n'));
  });

  it('ends where there is nothing to change, and where it has failed', async () => {
    const same = await begin();
    same.offer(text, []);
    assert.ok(same.signal.aborted);
    const failed = await begin();
    failed.fail('It does not parse.', 'raw');
    assert.ok(failed.signal.aborted);
    assert.equal(document.getText(), text);
  });

  it('accepts and rejects those of all files', async () => {
    const other = await vscode.workspace.openTextDocument(workspaceUri('reviews/0.txt'));
    const otherBefore = other.getText();
    for (const one of [document, other]) (await reviews.begin(one, 'Rewrite')).offer(`${one.getText()}more\n`, []);
    await reviews.acceptAllFiles();
    assert.equal(document.getText(), `${text}more\n`);
    assert.equal(other.getText(), `${otherBefore}more\n`);
    for (const one of [document, other]) (await reviews.begin(one, 'Rewrite')).offer('', []);
    await reviews.rejectAllFiles();
    assert.equal(document.getText(), `${text}more\n`);
    await assert.rejects(reviews.acceptAllFiles(), { code: 'inputInvalid' });
    await other.save();
  });

  it('speaks the language that the document is in', async () => {
    await vscode.languages.setTextDocumentLanguage(document, 'python');
    await begin();
    await eventually('the language', () => {
      const key = proposal().toString();
      const shown = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
      return shown?.languageId === 'python';
    });
  });
});
