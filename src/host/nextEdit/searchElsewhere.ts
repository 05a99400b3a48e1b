import type * as vscode from 'vscode';
import type { SharedChange } from '../../core/nextEdit/sharedChange.ts';
import { isCancelled } from '../../shared/errors.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { Log } from '../log.ts';
import { documentSource } from './documentSource.ts';
import { type OtherDocument, otherDocuments } from './otherDocuments.ts';

export interface SearchElsewhereDeps {
  readonly repoContext: Pick<LateRepoContext, 'definitionUsers' | 'mayQuote'>;
  /** Whether next edits are wanted in that language. */
  readonly isWanted: (languageId: string) => boolean;
  /** Another document is known, or that there is none. */
  readonly onFound: () => void;
  readonly log: Log;
}

interface Run {
  readonly documents: AsyncGenerator<OtherDocument>;
  readonly left: AbortController;
  /** Absent: it is looked for, or there is none. */
  readonly next?: OtherDocument;
}

/** Looks for the documents that a change goes on in, one ahead of the user. */
export class SearchElsewhere implements vscode.Disposable {
  readonly #deps: SearchElsewhereDeps;
  #run: Run | undefined;

  constructor(deps: SearchElsewhereDeps) {
    this.#deps = deps;
  }

  /** The document that comes next, where it is known. */
  get next(): OtherDocument | undefined {
    return this.#run?.next;
  }

  /** Instead of what was looked for before. */
  begin(change: SharedChange, from: vscode.Uri): void {
    this.end();
    const left = new AbortController();
    const { repoContext, isWanted } = this.#deps;
    const source = documentSource(repoContext, from);
    this.#look({ documents: otherDocuments(source, change, isWanted, left.signal), left });
  }

  /** Leaves the document that came next, for the one behind it. */
  goOn(): void {
    if (this.#run !== undefined) this.#look(this.#run);
  }

  end(): void {
    this.#run?.left.abort();
    this.#run = undefined;
  }

  dispose(): void {
    this.end();
  }

  #look({ documents, left }: Run): void {
    const run = { documents, left };
    this.#run = run;
    const found = (next?: OtherDocument): void => {
      if (this.#run !== run) return;
      this.#run = next && { ...run, next };
      this.#deps.onFound();
    };
    documents.next().then(
      ({ value, done }) => found(done === true ? undefined : value),
      (error: unknown) => {
        if (!isCancelled(error)) this.#deps.log.error(error);
        found();
      },
    );
  }
}
