import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { DocumentReview } from './documentReview.ts';
import { changeOf } from './documentText.ts';
import { ProposalDocuments, proposalScheme } from './proposalDocuments.ts';
import { ReviewCursor } from './reviewCursor.ts';
import { reviewLenses } from './reviewLenses.ts';
import type { Review, Reviews } from './reviews.ts';

/**
 * The open reviews. Each is a diff: on its left the document itself, on its right what it would be. Nothing reaches the
 * document but what is accepted. To close the diff is to cancel.
 */
export class OpenReviews implements Reviews {
  readonly #proposals: ProposalDocuments;
  readonly #cursor: ReviewCursor;
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  /** By the addresses of their documents. */
  readonly #reviews = new Map<string, DocumentReview>();

  constructor(context: Pick<vscode.ExtensionContext, 'subscriptions'>) {
    this.#proposals = new ProposalDocuments(context);
    this.#cursor = new ReviewCursor(context, (tab) => this.#reviewIn(tab));
    context.subscriptions.push(
      this.#lensesChanged,
      { dispose: () => this.#closeAll() },
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.#reviews.get(event.document.uri.toString())?.documentChanged(changeOf(event));
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
            const review = this.#reviewOf(document.uri.toString());
            return review === undefined ? [] : reviewLenses(document.uri, review.shown);
          },
        },
      ),
    );
  }

  async begin(document: vscode.TextDocument, title: string): Promise<Review> {
    const name = title.replace(/\.{3}$/, '');
    const key = document.uri.toString();
    const proposalUri = this.#proposals.add(document);
    const review = new DocumentReview(document, {
      title: name,
      proposalUri,
      show: ({ text }) => {
        this.#proposals.show(proposalUri, text);
        this.#lensesChanged.fire();
        this.#cursor.update();
      },
      onOffer: () => void this.#cursor.toHunk(review),
      onEnd: () => this.#end(review),
    });
    const replaced = this.#reviews.get(key);
    this.#reviews.set(key, review);
    const file = pathOf(document.uri);
    const label = `${file.slice(file.lastIndexOf('/') + 1)} (${name})`;
    // Where the user is in the document: its first line may be far from what will change.
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    const options = { preview: false, ...(editor && { selection: editor.selection }) };
    await vscode.commands.executeCommand('vscode.diff', document.uri, proposalUri, label, options);
    // After the new one is there, so that the window shows no third editor in between.
    replaced?.close();
    if (review.signal.aborted) {
      await closeTabs(proposalUri);
      throw new CancelledError();
    }
    await keepLanguage(document, proposalUri);
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

  /** Of those that are offered. */
  async acceptAllFiles(): Promise<void> {
    for (const review of this.#offered()) await review.accept();
  }

  async rejectAllFiles(): Promise<void> {
    for (const review of this.#offered()) await review.reject();
  }

  async nextHunk(): Promise<void> {
    await this.#cursor.move(this.#reviewAt([]), 1);
  }

  async previousHunk(): Promise<void> {
    await this.#cursor.move(this.#reviewAt([]), -1);
  }

  async takeBack(): Promise<void> {
    const review = this.#reviewAt([]);
    await review.takeBack();
    await this.#cursor.toHunk(review);
  }

  #hunkAt(place: readonly unknown[]): { readonly review: DocumentReview; readonly ids: readonly number[] } {
    const review = this.#reviewAt(place);
    const [, id] = place;
    if (typeof id === 'number') return { review, ids: [id] };
    const hunk = this.#cursor.hunk(review);
    return { review, ids: hunk === undefined ? [] : [hunk.id] };
  }

  #reviewAt([key]: readonly unknown[]): DocumentReview {
    const active = vscode.window.tabGroups.activeTabGroup.activeTab;
    const review = typeof key === 'string' ? this.#reviewOf(key) : this.#reviewIn(active);
    if (review !== undefined) return review;
    throw new UserError('inputInvalid', 'No change is proposed in this editor. Run "Leeward: Refactor..." first.');
  }

  #reviewIn(tab: vscode.Tab | undefined): DocumentReview | undefined {
    const input = tab?.input;
    return input instanceof vscode.TabInputTextDiff ? this.#reviewOf(input.modified.toString()) : undefined;
  }

  /** @param key the right side's address. */
  #reviewOf(key: string): DocumentReview | undefined {
    return [...this.#reviews.values()].find(({ proposalUri }) => proposalUri.toString() === key);
  }

  #offered(): readonly DocumentReview[] {
    const offered = [...this.#reviews.values()].filter(({ isOffered }) => isOffered);
    if (offered.length > 0) return offered;
    throw new UserError('inputInvalid', 'No change is proposed in any file. Run "Leeward: Refactor..." first.');
  }

  /** To close the diff is to cancel. It may be open in another group still. */
  #tabClosed(tab: vscode.Tab): void {
    const review = this.#reviewIn(tab);
    if (review !== undefined && tabsOf(review.proposalUri).length === 0) review.close();
  }

  #end(review: DocumentReview): void {
    const key = review.uri.toString();
    // Another one may have taken its place.
    if (this.#reviews.get(key) === review) this.#reviews.delete(key);
    this.#proposals.remove(review.proposalUri);
    void closeTabs(review.proposalUri);
    this.#cursor.update();
  }

  #closeAll(): void {
    for (const review of this.#reviews.values()) review.close();
  }
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
