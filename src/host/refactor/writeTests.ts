import * as vscode from 'vscode';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { isTestPath } from '../../core/context/paths.ts';
import type { RewriteRequest } from '../../core/refactor/rewriteRequest.ts';
import { testPlace } from '../../core/refactor/testPaths.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { quoteSelection } from '../context/quoteSelection.ts';
import { uriOf, type WorkspacePath, workspacePathOf } from '../context/workspacePaths.ts';
import { offsetsOf, type RefactorOrder, type RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { proposeInReview } from './rewriteInReview.ts';
import { scopeAt } from './scopeAt.ts';
import { wishLater } from './wishLater.ts';

/**
 * Tests for the code at a place, as a review of the test file that belongs to it: behind what it has, or new.
 *
 * @throws as `rewriteInReview`.
 */
export async function writeTests(
  ports: RefactorPorts,
  order: RefactorOrder,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<void> {
  const { document } = place;
  const { refactoring, input, isRetry } = order;
  await ports.files.require(document.uri, signal);
  const own = workspacePathOf(document.uri);
  if (own === undefined)
    throw new UserError('inputInvalid', 'Tests go into a file of the workspace. Save this document first.');
  if (isTestPath(own.path)) throw new UserError('inputInvalid', `${own.path} is a test itself. Open what it tests.`);
  const tested = await testedCode(ports, order, place, signal);
  const otherWish = wishLater(document, offsetsOf(place), { id: refactoring.id, words: input });
  const tests = await openTests(ports, own, signal);
  const text = tests.getText();
  await proposeInReview(
    ports,
    { document: tests, order, place, otherWish },
    {
      refactoring,
      input,
      document: { path: pathOf(tests.uri), languageId: document.languageId, text },
      scope: { start: text.length, end: text.length },
      problems: [],
      tested,
      context: ports.repoContext.contextFor(document.uri.toString())?.snippets ?? [],
      isRetry,
    },
    signal,
  );
}

async function testedCode(
  ports: RefactorPorts,
  { refactoring }: RefactorOrder,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<NonNullable<RewriteRequest['tested']>> {
  const { document } = place;
  const { start, end } = (await scopeAt(ports, refactoring, place, signal)).scope;
  const last = document.positionAt(Math.max(start, end - 1)).line;
  const lines = { start: document.positionAt(start).line, end: last + 1 };
  const path = pathOf(document.uri);
  return { path, languageId: document.languageId, text: quoteSelection(document, lines, path) };
}

async function openTests(ports: RefactorPorts, own: WorkspacePath, signal: AbortSignal): Promise<vscode.TextDocument> {
  const ending = own.path.slice(own.path.lastIndexOf('.') + 1);
  const pattern = new vscode.RelativePattern(own.folder, `**/*.${ending}`);
  const found = await vscode.workspace.findFiles(pattern, dependencies, mostFiles);
  const tests = found.filter((uri) => isOwnTest(workspacePathOf(uri)?.path ?? ''));
  // What git ignores was built or bought in.
  const allowed = await ports.files.allowed(tests, signal);
  throwIfAborted(signal);
  const { kind, path } = testPlace(
    own.path,
    allowed.flatMap((uri) => workspacePathOf(uri)?.path ?? []),
  );
  const uri = uriOf({ folder: own.folder, path });
  if (kind === 'existing') {
    await ports.files.require(uri, signal);
    return await vscode.workspace.openTextDocument(uri);
  }
  await ports.files.requirePlace(uri);
  // It becomes a file when it is saved.
  return await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
}

function isOwnTest(path: string): boolean {
  return isTestPath(path) && whySkipped(path, 1) === undefined;
}

/** As many as would take all that may be found. */
const dependencies = '**/{node_modules,site-packages,.venv,venv,.tox}/**';
const mostFiles = 10_000;
