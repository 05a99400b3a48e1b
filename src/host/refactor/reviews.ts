import type * as vscode from 'vscode';

/** A proposed change of one document that the user looks at, and accepts or rejects. */
export interface Review {
  /** Aborted once the user has closed it, or another one of the same document has taken its place. */
  readonly signal: AbortSignal;
  /** @param after the whole document as it is made so far, from the text that it had at `begin`. */
  progress(after: string): void;
  /** @param checks a sentence each, such as "Parses.". */
  offer(after: string, checks: readonly string[]): void;
  /** Closes the review, and says why. */
  fail(reason: string, rawAnswer: string): void;
  /** Closes the review without a word: the user has cancelled, or is told elsewhere. */
  close(): void;
  /** Hunks were put into the document, just now: nobody else has seen the new text yet. */
  readonly onDidAccept: vscode.Event<void>;
}

/** The open reviews, one a document. */
export interface Reviews {
  /** Opens the diff. Replaces a review that the document has. */
  begin(document: vscode.TextDocument, title: string): Promise<Review>;
}
