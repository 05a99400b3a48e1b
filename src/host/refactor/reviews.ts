import type * as vscode from 'vscode';
import type { OffsetRange } from '../../shared/text.ts';
import type { ProblemsAt } from './problemsSince.ts';
import type { RefactorWish } from './refactorWish.ts';

/** What a review is about. */
export interface ReviewSubject {
  /** Of the refactoring. */
  readonly title: string;
  /** What may change, in the document as it is at the beginning. */
  readonly scope: OffsetRange;
  /** What to wish for where the user wants something else there instead. */
  otherWish(): Promise<RefactorWish>;
}

export interface Acceptance {
  /** As it is open now: one that was closed meanwhile is another object. */
  readonly document: vscode.TextDocument;
  /** Right before. */
  readonly problems: ProblemsAt;
}

/** A proposed change of one document that the user looks at, and accepts or rejects. */
export interface Review {
  readonly subject: ReviewSubject;
  /** Aborted once the user has closed it, or another one of the same document has taken its place. */
  readonly signal: AbortSignal;
  /** @param after the whole document as it is made so far, from the text that it had at `begin`. */
  progress(after: string): void;
  /** @param checks a sentence each, such as "Parses.". */
  offer(after: string, checks: readonly string[]): void;
  /** Closes the review, and says why. @param tryAgain asks for the same once more. */
  fail(reason: string, rawAnswer: string, tryAgain: () => Promise<void>): void;
  /** Closes the review without a word: the user has cancelled, or is told elsewhere. */
  close(): void;
  /** Hunks were put into the document. Others have seen the new text by now. */
  readonly onDidAccept: vscode.Event<Acceptance>;
}

/** The open reviews, one a document. */
export interface Reviews {
  /** Opens the diff. Replaces a review that the document has. @param known one that the user knows to be replaced. */
  begin(document: vscode.TextDocument, subject: ReviewSubject, known?: Review): Promise<Review>;
  /** That of the active editor. */
  readonly active: Review | undefined;
}
