import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DocumentReview } from '../../src/host/refactor/documentReview.ts';
import { newProblems } from '../../src/host/refactor/newProblems.ts';
import { OpenReviews } from '../../src/host/refactor/openReviews.ts';
import type { Acceptance, Review, ReviewSubject } from '../../src/host/refactor/reviews.ts';
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
  const subject: ReviewSubject = {
    title: 'Rewrite...',
    scope: { start: 0, end: text.length },
    otherWish: async () => ({}),
  };

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
  const begin = (): Promise<Review> => reviews.begin(document, subject);
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

  const lenses = async (): Promise<readonly string[]> => {
    const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      proposal(),
    );
    return found.map(({ range, command }) => `${range.start.line}: ${command?.title.replace(/^\$\(\S+\) /, '')}`);
  };
  const lensesAre = (wanted: readonly string[]) =>
    eventually(`${wanted}`, async () => JSON.stringify(await lenses()) === JSON.stringify(wanted));

  it('says at its place that it is worked on, from the first moment, with a way to stop', async () => {
    const start = text.indexOf('four');
    const review = await reviews.begin(document, { ...subject, scope: { start, end: start + 5 } });
    await lensesAre(['3: Leeward is working on it...', '3: Stop (Escape)']);
    review.progress(text.replace('four', 'FOUR'));
    await lensesAre(['3: Leeward is writing', '3: Stop (Escape)']);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'zero\n');
    await vscode.workspace.applyEdit(edit);
    await lensesAre(['4: Leeward is writing', '4: Stop (Escape)']);
    const other = new vscode.WorkspaceEdit();
    other.replace(document.uri, new vscode.Range(0, 0, 1, 0), 'another\none\n');
    await vscode.workspace.applyEdit(other);
    await lensesAre(['5: Leeward is writing', '5: Stop (Escape)']);
    reviews.stop();
    assert.ok(review.signal.aborted);
    // Pressed a moment too late.
    reviews.stop();
  });

  it('is not stopped any more once it is whole', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    reviews.stop();
    assert.ok(!review.signal.aborted);
  });

  it('says what is about all of it on another line than what is about the first change', async () => {
    const review = await begin();
    review.offer(rewritten, ['Parses.']);
    const hunks = ['1: Accept', '1: Reject', '4: Accept', '4: Reject'];
    await lensesAre(['0: Accept All', '0: Reject All', '0: Parses.', ...hunks]);
    await reviews.rejectFile();
    const lines = Array.from({ length: 40 }, (_, index) => `${index}\n`).join('');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(lines));
    await eventually('what was written', () => document.getText() === lines);
    const far = await reviews.begin(document, { ...subject, scope: { start: 0, end: lines.length } });
    far.offer(lines.replace('\n30\n', '\nthirty\n'), []);
    await lensesAre(['29: Accept All', '29: Reject All', '29: Not checked.', '30: Accept', '30: Reject']);
    await reviews.rejectFile();
    const top = await begin();
    top.offer(`first\n${lines}`, []);
    // There is no line above: what is about the change comes first.
    await lensesAre(['0: Accept', '0: Reject', '0: Accept All', '0: Reject All', '0: Not checked.']);
  });

  it('begins at its first change, wherever the cursor was', async () => {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(4, 0, 4, 0);
    const review = await begin();
    review.offer(rewritten, []);
    await eventually('the cursor', () => vscode.window.activeTextEditor?.selection.active.line === 1);
  });

  it('is the one of the active editor', async () => {
    const review = await begin();
    assert.equal(reviews.active, review);
    await vscode.window.showTextDocument(document, { preview: false });
    assert.equal(reviews.active, undefined);
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
    assert.ok(!document.isDirty, 'it is as it was saved');
  });

  it('tells of an acceptance with the problems from before it, though a linter speaks at once', async () => {
    const problems = vscode.languages.createDiagnosticCollection('test');
    const problem = (message: string) => new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), message);
    problems.set(uri, [problem('old')]);
    const linter = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) problems.set(uri, [problem('old'), problem('at once')]);
    });
    try {
      const review = await begin();
      let told: Acceptance | undefined;
      review.onDidAccept((acceptance) => {
        told = acceptance;
      });
      review.offer(rewritten, []);
      await reviews.acceptFile();
      assert.ok(told !== undefined);
      assert.deepEqual(
        (await newProblems(told.document, told.problems, new AbortController().signal))?.map(({ message }) => message),
        ['at once'],
      );
    } finally {
      linter.dispose();
      problems.dispose();
    }
  });

  it('needs no saving once what was accepted is taken back', async () => {
    const review = await begin();
    review.offer('one\nTWO\nthree\nFOUR\nfive\nSIX\n', []);
    await eventually('the cursor', () => vscode.window.activeTextEditor?.selection.active.line === 1);
    await reviews.acceptHunk();
    await reviews.acceptHunk();
    assert.equal(document.getText(), text.replace('two', 'TWO').replace('four', 'FOUR'));
    await reviews.takeBack();
    assert.equal(document.getText(), text.replace('two', 'TWO'));
    assert.ok(document.isDirty);
    await reviews.takeBack();
    assert.equal(document.getText(), text);
    assert.ok(!document.isDirty);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), proposal().toString());
  });

  it('takes back what was accepted, and not what was typed since', async () => {
    const review = await begin();
    review.offer(rewritten, []);
    await reviews.acceptHunk();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'zero\n');
    await vscode.workspace.applyEdit(edit);
    await reviews.takeBack();
    assert.equal(document.getText(), `zero\n${text}`);
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

  it('gives way unasked where the user has said so', async () => {
    const first = await begin();
    first.offer(rewritten, []);
    const second = await reviews.begin(document, subject, first);
    assert.ok(first.signal.aborted && !second.signal.aborted);
  });

  it('stays where the diff of another one can not be opened', async () => {
    const first = await begin();
    const failing: vscode.TextDocument = Object.create(document, { languageId: { value: 'no such language' } });
    await assert.rejects(reviews.begin(failing, subject), /no such language/i);
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
    (await reviews.begin(other, subject)).offer(wanted, []);
    await reviews.acceptAllFiles();
    assert.equal(other.getText(), wanted);
    assert.ok(!lost.signal.aborted);
    await reviews.rejectFile(proposal().toString());
    await other.save();
  });

  it('that can not be accepted is told of once the others are', async () => {
    const other = await vscode.workspace.openTextDocument(workspaceUri('reviews/0.txt'));
    const decided = await reviews.begin(other, subject);
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
    failed.fail('It does not parse.', 'raw', async () => {});
    assert.ok(failed.signal.aborted);
    assert.equal(document.getText(), text);
  });

  it('accepts and rejects those of all files', async () => {
    const other = await vscode.workspace.openTextDocument(workspaceUri('reviews/0.txt'));
    const otherBefore = other.getText();
    for (const one of [document, other]) (await reviews.begin(one, subject)).offer(`${one.getText()}more\n`, []);
    await reviews.acceptAllFiles();
    assert.equal(document.getText(), `${text}more\n`);
    assert.equal(other.getText(), `${otherBefore}more\n`);
    for (const one of [document, other]) (await reviews.begin(one, subject)).offer('', []);
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
