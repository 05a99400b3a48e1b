import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { parseWorkspaceRefactoring } from '../../src/core/refactor/workspaceRefactoring.ts';
import { lateProblems, newProblems, problemsNow } from '../../src/host/refactor/newProblems.ts';
import { refactorActions } from '../../src/host/refactor/refactorActions.ts';
import { eventually } from '../support/eventually.ts';
import { workspaceUri } from './refactorEditor.ts';

describe('what is said of problems after an acceptance', () => {
  const problems = vscode.languages.createDiagnosticCollection('test');
  const problem = (message: string) => new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), message);
  const never = new AbortController().signal;
  let document: vscode.TextDocument;
  /** Resolves once everybody has been told: VS Code does it a moment later, and once more when the window has answered. */
  const report = async (messages: readonly string[]) => {
    let toldAtMs = Number.POSITIVE_INFINITY;
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === document.uri.toString())) toldAtMs = performance.now();
    });
    problems.set(document.uri, messages.map(problem));
    await eventually('the end of what is told', () => performance.now() - toldAtMs > 1_000);
    listening.dispose();
  };

  before(async () => {
    // No language server of VS Code's own speaks of it.
    const uri = workspaceUri('problems.txt');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('a\n'));
    document = await vscode.workspace.openTextDocument(uri);
  });
  beforeEach(() => report([]));
  after(() => problems.dispose());

  it('is nothing where no language server has spoken since, whatever it had said before', async () => {
    const symbols = vscode.languages.registerDocumentSymbolProvider('*', { provideDocumentSymbols: () => [] });
    await report(['old']);
    try {
      assert.equal(await newProblems(document, problemsNow(document), never), undefined);
    } finally {
      symbols.dispose();
    }
  });

  it('is what has come, and not what was there', async () => {
    await report(['old']);
    const found = newProblems(document, problemsNow(document), never);
    await report(['old', 'new']);
    assert.deepEqual(
      (await found)?.map(({ message }) => message),
      ['new'],
    );
  });

  it('is that there are none, where a language server has looked', async () => {
    await report(['old']);
    const found = newProblems(document, problemsNow(document), never);
    await report([]);
    assert.deepEqual(await found, []);
  });

  it('is what has come at once, before anybody could listen', async () => {
    const before = problemsNow(document);
    await report(['at once']);
    assert.deepEqual(
      (await newProblems(document, before, never))?.map(({ message }) => message),
      ['at once'],
    );
  });

  it('is what comes late, as long as nobody types', async () => {
    const late = lateProblems(document, problemsNow(document), document.version, never);
    await report(['late']);
    assert.deepEqual(
      (await late).map(({ message }) => message),
      ['late'],
    );
    const waiting = lateProblems(document, problemsNow(document), document.version, never);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await waiting, []);
    await document.save();
  });
});

describe('the light bulb', () => {
  const place = new vscode.Range(0, 0, 0, 0);

  it('shows those of the workspace by their kind', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri('a.ts'));
    const parsed = parseWorkspaceRefactoring('.leeward/refactorings/ours.md', '---\nkind: extract\n---\nDo it.');
    assert.ok(parsed.kind === 'refactoring');
    const titles = (kind: vscode.CodeActionKind) =>
      refactorActions(document, place, { only: kind, triggerKind: vscode.CodeActionTriggerKind.Invoke }, [
        parsed.refactoring,
      ]).map(({ title }) => title);
    assert.ok(titles(vscode.CodeActionKind.RefactorExtract).includes('ours (Leeward)'));
    assert.ok(!titles(vscode.CodeActionKind.RefactorRewrite).includes('ours (Leeward)'));
  });

  it('answers nobody who asks for another kind of source action', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceUri('a.ts'));
    const asked = (only: vscode.CodeActionKind) =>
      refactorActions(document, place, { only, triggerKind: vscode.CodeActionTriggerKind.Automatic }, []).length;
    assert.deepEqual(
      [vscode.CodeActionKind.SourceFixAll, vscode.CodeActionKind.SourceOrganizeImports].map(asked),
      [0, 0],
    );
    assert.ok(asked(vscode.CodeActionKind.Source) > 0);
    assert.ok(asked(vscode.CodeActionKind.RefactorRewrite) > 0);
  });
});
