import type * as vscode from 'vscode';
import { chooseScope } from '../../core/refactor/chooseScope.ts';
import { proposeRewrite } from '../../core/refactor/proposeRewrite.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import type { RewriteRequest } from '../../core/refactor/rewriteRequest.ts';
import { CancelledError, isCancelled, UserError } from '../../shared/errors.ts';
import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { offsetsOf, problemsAt, type RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { showNewProblems } from './showNewProblems.ts';

/**
 * Has the model write the scope of a place anew, which is shown as it comes, and is offered once it was looked at.
 *
 * @throws UserError that says why there is nothing to review; CancelledError.
 */
export async function rewriteInReview(
  ports: RefactorPorts,
  refactoring: Refactoring,
  input: string,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<void> {
  const { document, range } = place;
  await ports.files.require(document.uri, signal);
  const problems = refactoring.kind === 'quickfix' ? requireProblems(place) : [];
  const enclosing = await scopesOf(ports, place, signal);
  const text = document.getText();
  const selection = offsetsOf(place);
  const { languageId } = document;
  await proposeInReview(
    ports,
    document,
    {
      refactoring,
      input,
      document: { path: pathOf(document.uri), languageId, text },
      scope: chooseScope({ ...refactoring, text, selection, enclosing }),
      ...(!range.isEmpty && { selection }),
      problems,
      context: ports.repoContext.contextFor(document.uri.toString())?.snippets ?? [],
    },
    signal,
  );
}

/**
 * Shows what the model proposes as a review of the document, whose text is the request's.
 *
 * @throws as {@link rewriteInReview}.
 */
export async function proposeInReview(
  { engine, repoContext, reviews, onBug }: RefactorPorts,
  document: vscode.TextDocument,
  request: RewriteRequest,
  signal: AbortSignal,
): Promise<void> {
  const review = await reviews.begin(document, request.refactoring.title);
  const ended = AbortSignal.any([signal, review.signal]);
  showNewProblems(document, review, onBug);
  try {
    const rewrite = await proposeRewrite(
      {
        engine,
        syntaxOf: (text, until) => repoContext.syntaxReport(request.document.languageId, text, until),
        onProgress: (after) => review.progress(after),
      },
      request,
      ended,
    );
    if (rewrite.kind === 'failed') review.fail(rewrite.reason, rewrite.rawAnswer);
    else if (rewrite.kind === 'unchanged') review.offer(request.document.text, []);
    else
      review.offer(
        rewrite.after,
        rewrite.checks.map(({ sentence }) => sentence),
      );
  } catch (error) {
    review.close();
    throw error;
  }
}

/** What a place is in. Nothing where its syntax can't be told. Waits for a moment without typing. */
export async function scopesOf(
  { repoContext }: Pick<RefactorPorts, 'repoContext'>,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<readonly EnclosingScope[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { version } = place.document;
    try {
      const scopes = await repoContext.scopesAt(place.document, offsetsOf(place), signal);
      if (place.document.version === version) return scopes ?? [];
    } catch (error) {
      if (error instanceof UserError) return [];
      // It was typed in meanwhile.
      if (!isCancelled(error) || signal.aborted) throw error;
    }
  }
  throw new CancelledError();
}

const attempts = 5;

function requireProblems({ document, range }: RefactorPlace): readonly string[] {
  const problems = problemsAt(document, range);
  if (problems.length > 0) return problems.map(({ message, source }) => (source ? `${source}: ${message}` : message));
  throw new UserError(
    'inputInvalid',
    `The editor reports nothing on line ${range.start.line + 1} of ${pathOf(document.uri)}. Set the cursor on a problem.`,
  );
}
