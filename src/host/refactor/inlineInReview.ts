import type { Uri } from 'vscode';
import { inlineVariable } from '../../core/refactor/inline/inlineVariable.ts';
import { refactoringOf } from '../../core/refactor/refactoring.ts';
import { UserError } from '../../shared/errors.ts';
import { applyEdits } from '../../shared/text.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { offsetsOf, type RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { showNewProblems } from './showNewProblems.ts';
import { wishLater } from './wishLater.ts';

export interface ServerAnswer {
  /** Of the document when the server was asked. */
  readonly version: number | undefined;
  /** Why it does not do it, where it has said so. */
  readonly serverReason: string | undefined;
}

/**
 * Puts the value of a variable in place of its name without a language server, as a review of the document.
 *
 * @throws UserError that says why nothing is proposed.
 */
export async function inlineInReview(
  { repoContext, reviews, onBug }: Pick<RefactorPorts, 'repoContext' | 'reviews' | 'onBug'>,
  place: RefactorPlace,
  { version, serverReason }: ServerAnswer,
): Promise<void> {
  const { document } = place;
  const { languageId } = document;
  if (document.version !== version) throw changed(document.uri);
  const text = document.getText();
  const offsets = offsetsOf(place);
  const inlined = inlineVariable(text, languageId, offsets.start);
  if (inlined.kind === 'refused') throw refused(`Nothing is inlined. ${serverReason ?? inlined.reason}`);
  const { name, edits, useCount } = inlined;
  const after = applyEdits(text, edits);
  const { signal } = new AbortController();
  const [old, own] = [
    await repoContext.syntaxReport(languageId, text, signal),
    await repoContext.syntaxReport(languageId, after, signal),
  ];
  if ((own?.errors ?? 0) > (old?.errors ?? 0))
    throw refused(`Nothing is inlined: with the value of ${name} in place of its name, the code would not parse.`);
  const ranges = edits.map(({ range }) => range);
  const scope = {
    start: Math.min(...ranges.map(({ start }) => start)),
    end: Math.max(...ranges.map(({ end }) => end)),
  };
  const { id, title } = refactoringOf('inline');
  const otherWish = wishLater(document, offsets, { id });
  const review = await reviews.begin(document, { title, scope, otherWish }, place.replaced);
  if (document.version !== version) {
    review.close();
    throw changed(document.uri);
  }
  showNewProblems(review, onBug);
  const count = useCount === 1 ? 'the one use' : `all ${useCount} uses`;
  const syntax =
    own === undefined ? 'Its syntax is not known here, so it was not checked.' : syntaxSentence(own.errors);
  review.offer(after, [`The value stands at ${count} of ${name}.`, syntax, 'Nothing else is changed.']);
}

function changed(uri: Uri): UserError {
  return refused(`${pathOf(uri)} has changed meanwhile, so nothing was inlined. Try again.`);
}

function syntaxSentence(errors: number): string {
  return errors === 0 ? 'Parses.' : 'No new errors of syntax.';
}

function refused(sentence: string): UserError {
  return new UserError('inputInvalid', sentence);
}
