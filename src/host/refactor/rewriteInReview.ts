import * as vscode from 'vscode';
import { proposeRewrite } from '../../core/refactor/proposeRewrite.ts';
import type { RewriteRequest } from '../../core/refactor/rewriteRequest.ts';
import { UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { refactorCommand } from './refactorActions.ts';
import { offsetsOf, problemsAt, type RefactorOrder, type RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import type { ReviewSubject } from './reviews.ts';
import { scopeAt } from './scopeAt.ts';
import { showNewProblems } from './showNewProblems.ts';
import { wishLater } from './wishLater.ts';

/**
 * Has the model write the scope of a place anew, which is shown as it comes, and is offered once it was looked at.
 *
 * @throws UserError that says why there is nothing to review; CancelledError.
 */
export async function rewriteInReview(
  ports: RefactorPorts,
  order: RefactorOrder,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<void> {
  const { document, range } = place;
  const { refactoring, input, isRetry } = order;
  await ports.files.require(document.uri, signal);
  const problems = refactoring.kind === 'quickfix' ? requireProblems(place) : [];
  const { text, selection, scope } = await scopeAt(ports, refactoring, place, signal);
  const { languageId } = document;
  const words = refactoring.id === 'instruct' ? input : '';
  await proposeInReview(
    ports,
    { document, order, place, otherWish: wishLater(document, scope, { id: 'instruct', words }) },
    {
      refactoring,
      input,
      document: { path: pathOf(document.uri), languageId, text },
      scope,
      ...(!range.isEmpty && { selection }),
      problems,
      context: ports.repoContext.contextFor(document.uri.toString())?.snippets ?? [],
      isRetry,
    },
    signal,
  );
}

/** What is to be reviewed. */
export interface ProposalSubject extends Pick<ReviewSubject, 'otherWish'> {
  /** Its text is the request's. */
  readonly document: vscode.TextDocument;
  readonly order: RefactorOrder;
  /** Where it was asked for, which may be in another document. */
  readonly place: RefactorPlace;
}

/**
 * Shows what the model proposes as a review of the document.
 *
 * @throws as {@link rewriteInReview}.
 */
export async function proposeInReview(
  { engine, repoContext, reviews, onBug }: RefactorPorts,
  { document, order, place, otherWish }: ProposalSubject,
  request: RewriteRequest,
  signal: AbortSignal,
): Promise<void> {
  const { title } = request.refactoring;
  const again = wishAgain(order, place);
  const review = await reviews.begin(document, { title, scope: request.scope, otherWish }, place.replaced);
  const ended = AbortSignal.any([signal, review.signal]);
  showNewProblems(review, onBug);
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
    if (rewrite.kind === 'failed') {
      const sentences = `${rewrite.reason} ${rewrite.advice}`.trim();
      review.fail(sentences, rewrite.rawAnswer, async () => {
        await vscode.commands.executeCommand(refactorCommand, await again());
      });
    } else if (rewrite.kind === 'unchanged') review.offer(request.document.text, []);
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

/** Who has said something in words may choose others. */
function wishAgain({ refactoring, input }: RefactorOrder, place: RefactorPlace): ReturnType<typeof wishLater> {
  const words = input === '' ? { input } : { words: input };
  return wishLater(place.document, offsetsOf(place), { id: refactoring.id, isRetry: true, ...words });
}

function requireProblems({ document, range }: RefactorPlace): readonly string[] {
  const problems = problemsAt(document, range);
  if (problems.length > 0) return problems.map(({ message, source }) => (source ? `${source}: ${message}` : message));
  throw new UserError(
    'inputInvalid',
    `The editor reports nothing on line ${range.start.line + 1} of ${pathOf(document.uri)}. Set the cursor on a problem.`,
  );
}
