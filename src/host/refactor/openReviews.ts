import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { DocumentReview } from './documentReview.ts';
import { changeOf } from './documentText.ts';
import { ProposalDocuments, proposalScheme } from './proposalDocuments.ts';
import { ReviewCursor } from './reviewCursor.ts';
import { reviewLenses } from './reviewLenses.ts';
import { tellChecks } from './reviewNotices.ts';
import { setHasProposals } from './reviewStage.ts';
import type { Review, ReviewSubject, Reviews } from './reviews.ts';
import { isForScreenReader } from './tellBriefly.ts';

/**
 * The open reviews. Each is a diff: on its left the document itself, on its right what it would be. Nothing reaches the
 * document but what is accepted. To close the diff is to cancel.
 */
export class OpenReviews implements Reviews {
  readonly #proposals: ProposalDocuments;
  readonly #cursor: ReviewCursor;
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  /** By the addresses of their right sides. */
  readonly #reviews = new Map<string, DocumentReview>();
  #hasProposals = false;

  constructor(context: Pick<vscode.ExtensionContext, 'subscriptions'>) {
    this.#proposals = new ProposalDocuments(context);
    this.#cursor = new ReviewCursor(context, (tab) => this.#reviewIn(tab));
    context.subscriptions.push(
      this.#lensesChanged,
      { dispose: () => this.#closeAll() },
      vscode.workspace.onDidChangeTextDocument((event) => {
        for (const review of this.#reviewsOf(event.document)) review.documentChanged(changeOf(event));
        if (event.document.uri.scheme === proposalScheme) this.#lensesChanged.fire();
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) this.#tabClosed(tab);
      }),
      vscode.languages.registerCodeLensProvider(
        { scheme: proposalScheme },
        {
          onDidChangeCodeLenses: this.#lensesChanged.event,
          provideCodeLenses: (document) => {
            const review = this.#reviews.get(document.uri.toString());
            return review === undefined ? [] : reviewLenses(document.uri, review.shown);
          },
        },
      ),
    );
  }

  get active(): DocumentReview | undefined {
    return this.#reviewIn(vscode.window.tabGroups.activeTabGroup.activeTab);
  }

  async begin(document: vscode.TextDocument, subject: ReviewSubject, known?: Review): Promise<Review> {
    await this.#requireReplaceable(document, known);
    const proposalUri = this.#proposals.add(document);
    const review = new DocumentReview(document, {
      subject,
      proposalUri,
      show: ({ text }) => {
        this.#proposals.show(proposalUri, text);
        this.#lensesChanged.fire();
        this.#update();
      },
      onOffer: () => {
        void this.#cursor.toFirst(review);
        if (isForScreenReader()) tellChecks(review.title, review.uri, review.shown);
      },
      undo: async () => {
        if (this.active === review) await undoInDiff(document.uri);
      },
      onEnd: () => this.#end(review),
    });
    const replaced = this.#reviewsOf(document);
    this.#reviews.set(proposalUri.toString(), review);
    try {
      await openDiff(document, proposalUri, review.title);
    } catch (error) {
      // Else it failed because the user has closed it.
      if (!review.signal.aborted) {
        review.close();
        throw error;
      }
    }
    // After the new one is there, so that the window shows no third editor in between.
    for (const one of replaced) one.close();
    if (review.signal.aborted) {
      await closeTabs(proposalUri);
      throw new CancelledError();
    }
    return review;
  }

  /** @param place as a CodeLens gives it: the right side's address and a hunk's number; else the cursor's. */
  async acceptHunk(...place: readonly unknown[]): Promise<void> {
    const { review, ids } = this.#hunkAt(place);
    await review.accept(ids);
    await this.#cursor.toHunk(review);
  }

  /** @param place as in {@link acceptHunk}. */
  async rejectHunk(...place: readonly unknown[]): Promise<void> {
    const { review, ids } = this.#hunkAt(place);
    await review.reject(ids);
    await this.#cursor.toHunk(review);
  }

  /** @param place as in {@link acceptHunk}, without the hunk. */
  async acceptFile(...place: readonly unknown[]): Promise<void> {
    await this.#reviewAt(place).accept();
  }

  /** Stops it where it is still being written. @param place as in {@link acceptFile}. */
  async rejectFile(...place: readonly unknown[]): Promise<void> {
    const review = this.#reviewAt(place);
    if (review.isOffered) await review.reject();
    else review.close();
  }

  /** Nothing happens where it is whole by then, and may be looked at. @param place as in {@link acceptFile}. */
  stop(...place: readonly unknown[]): void {
    const review = this.#find(place);
    if (review?.isOffered === false) review.close();
  }

  /** Of those that are offered. Where one fails, the others are accepted all the same. */
  async acceptAllFiles(): Promise<void> {
    await eachOf(
      required([...this.#reviews.values()].filter(({ hasOpenHunks }) => hasOpenHunks)),
      async (review) => await review.accept(),
    );
  }

  /** As {@link acceptAllFiles}. Those of which no hunk has a place any more end too. */
  async rejectAllFiles(): Promise<void> {
    await eachOf(
      required([...this.#reviews.values()].filter(({ isOffered }) => isOffered)),
      async (review) => await review.reject(),
    );
  }

  async nextHunk(): Promise<void> {
    await this.#cursor.move(this.#reviewAt([]), 1);
  }

  async previousHunk(): Promise<void> {
    await this.#cursor.move(this.#reviewAt([]), -1);
  }

  /** As a message, which screen readers read aloud, and which is there where CodeLenses are off. */
  showChecks(): void {
    const { title, uri, shown } = this.#reviewAt([]);
    tellChecks(title, uri, shown);
  }

  async takeBack(): Promise<void> {
    const review = this.#reviewAt([]);
    await review.takeBack();
    await this.#cursor.toHunk(review);
  }

  /**
   * What is proposed and not decided is not thrown away unasked.
   *
   * @param known one of which the user has said so already.
   * @throws CancelledError where the user keeps it; UserError where the document has changed while this was asked.
   */
  async #requireReplaceable(document: vscode.TextDocument, known: Review | undefined): Promise<void> {
    const undecided = this.#reviewsOf(document).find((review) => review.hasOpenHunks && review !== known);
    if (undecided === undefined) return;
    const { version } = document;
    const file = pathOf(document.uri);
    if (!(await mayDiscard(undecided.title, file))) throw new CancelledError();
    if (document.version === version) return;
    throw new UserError('inputInvalid', `${file} has changed meanwhile. Run it again.`);
  }

  #hunkAt(place: readonly unknown[]): { readonly review: DocumentReview; readonly ids: readonly number[] } {
    const review = this.#reviewAt(place);
    const [, id] = place;
    if (typeof id === 'number') return { review, ids: [id] };
    const hunk = this.#cursor.hunk(review);
    return { review, ids: hunk === undefined ? [] : [hunk.id] };
  }

  #find([key]: readonly unknown[]): DocumentReview | undefined {
    return typeof key === 'string' ? this.#reviews.get(key) : this.active;
  }

  #reviewAt(place: readonly unknown[]): DocumentReview {
    const review = this.#find(place);
    if (review !== undefined) return review;
    throw new UserError('inputInvalid', 'No change is proposed in this editor. Run "Leeward: Refactor..." first.');
  }

  #reviewIn(tab: vscode.Tab | undefined): DocumentReview | undefined {
    const input = tab?.input;
    return input instanceof vscode.TabInputTextDiff ? this.#reviews.get(input.modified.toString()) : undefined;
  }

  /** One, and for a moment the one that takes its place. */
  #reviewsOf({ uri }: vscode.TextDocument): readonly DocumentReview[] {
    return [...this.#reviews.values()].filter((review) => review.uri.toString() === uri.toString());
  }

  /** To close the diff is to cancel. It may be open in another group still. */
  #tabClosed(tab: vscode.Tab): void {
    const review = this.#reviewIn(tab);
    if (review !== undefined && tabsOf(review.proposalUri).length === 0) review.close();
  }

  #end(review: DocumentReview): void {
    this.#reviews.delete(review.proposalUri.toString());
    this.#proposals.remove(review.proposalUri);
    void closeTabs(review.proposalUri);
    this.#update();
  }

  #update(): void {
    this.#cursor.update();
    const hasProposals = [...this.#reviews.values()].some(({ isOffered }) => isOffered);
    if (hasProposals === this.#hasProposals) return;
    this.#hasProposals = hasProposals;
    setHasProposals(hasProposals);
  }

  #closeAll(): void {
    for (const review of this.#reviews.values()) review.close();
  }
}

function required(reviews: readonly DocumentReview[]): readonly DocumentReview[] {
  if (reviews.length > 0) return reviews;
  throw new UserError('inputInvalid', 'No change is proposed in any file. Run "Leeward: Refactor..." first.');
}

/** One after the other, to the last. @throws what has failed, the sentences of expected failures together. */
async function eachOf(
  reviews: readonly DocumentReview[],
  decide: (review: DocumentReview) => Promise<void>,
): Promise<void> {
  const sentences: string[] = [];
  const bugs: unknown[] = [];
  for (const review of reviews) {
    try {
      await decide(review);
    } catch (error) {
      if (error instanceof UserError) sentences.push(error.message);
      else bugs.push(error);
    }
  }
  if (bugs.length > 0) throw bugs[0];
  if (sentences.length > 0) throw new UserError('inputInvalid', sentences.join(' '));
}

async function mayDiscard(title: string, file: string): Promise<boolean> {
  const discard = 'Discard';
  const message = `Discard the change of ${file} that is proposed already?`;
  const detail = `"${title}" is neither accepted nor rejected, and another one takes its place.`;
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, discard)) === discard;
}

async function openDiff(document: vscode.TextDocument, proposalUri: vscode.Uri, title: string): Promise<void> {
  const file = pathOf(document.uri);
  const label = `${file.slice(file.lastIndexOf('/') + 1)} (${title})`;
  // Where the user is in the document: its first line may be far from what will change.
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  const options = { preview: false, ...(editor && { selection: editor.selection }) };
  await vscode.commands.executeCommand('vscode.diff', document.uri, proposalUri, label, options);
  await keepLanguage(document, proposalUri);
}

/** VS Code undoes nothing in the right side, where nobody can write. */
async function undoInDiff(uri: vscode.Uri): Promise<void> {
  const isOnLeft = vscode.window.activeTextEditor?.document.uri.toString() === uri.toString();
  await vscode.commands.executeCommand('workbench.action.compareEditor.focusSecondarySide');
  await vscode.commands.executeCommand('undo');
  if (!isOnLeft) await vscode.commands.executeCommand('workbench.action.compareEditor.focusPrimarySide');
}

function tabsOf(proposalUri: vscode.Uri): readonly vscode.Tab[] {
  const key = proposalUri.toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === key);
}

async function closeTabs(proposalUri: vscode.Uri): Promise<void> {
  const tabs = tabsOf(proposalUri);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

/** The user may have chosen another language than the name tells. */
async function keepLanguage({ languageId }: vscode.TextDocument, proposalUri: vscode.Uri): Promise<void> {
  const key = proposalUri.toString();
  const proposal = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
  if (proposal === undefined || proposal.languageId === languageId) return;
  await vscode.languages.setTextDocumentLanguage(proposal, languageId);
}
