import * as vscode from 'vscode';
import { type Refactoring, refactoringOf, refactorings } from '../../core/refactor/refactoring.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { plainMessage } from '../../shared/plainMessage.ts';
import type { LateChat } from '../chat/lateChat.ts';
import { QuotableFiles } from '../chat/mentions/quotableFiles.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import type { Log } from '../log.ts';
import { requireEnabled } from '../requireEnabled.ts';
import type { SettingsStore } from '../settingsStore.ts';
import { toAbortSignal } from '../toAbortSignal.ts';
import { applyFilesEdit } from './applyFilesEdit.ts';
import { askInput } from './askInput.ts';
import { chooseFiles } from './chooseFiles.ts';
import { EditableFiles } from './editableFiles.ts';
import { editFiles } from './editFiles.ts';
import { filesEdit } from './filesEdit.ts';
import { fillMessage } from './fillMessage.ts';
import { holdPlace } from './holdPlace.ts';
import { inlineSymbol } from './inlineSymbol.ts';
import { pickRefactoring } from './pickRefactoring.ts';
import { placeOf, type RefactorOrder, type RefactorPlace, requirePlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { type RefactorWish, wishOf } from './refactorWish.ts';
import { renameSymbol } from './renameSymbol.ts';
import type { Reviews } from './reviews.ts';
import { rewriteInReview } from './rewriteInReview.ts';
import { scopeAt } from './scopeAt.ts';
import { tellLeftFiles } from './tellLeftFiles.ts';
import { workspaceRefactorings } from './workspaceRefactorings.ts';
import { writeTests } from './writeTests.ts';

export interface RefactorDeps {
  readonly settings: SettingsStore;
  readonly engine: EngineClient;
  readonly repoContext: LateRepoContext;
  readonly chat: LateChat;
  readonly log: Log;
  readonly reviews: Reviews;
}

/** The refactorings of the table in the editor: what the user wishes, and who does it. */
export class RefactorFeature {
  readonly #deps: RefactorDeps;
  readonly #ports: RefactorPorts;
  readonly #quotable: QuotableFiles;

  constructor(deps: RefactorDeps) {
    const { engine, repoContext, reviews, log } = deps;
    this.#deps = deps;
    this.#quotable = new QuotableFiles((place, signal) => repoContext.mayQuote(place, signal));
    const files = new EditableFiles(this.#quotable);
    this.#ports = { engine, repoContext, files, reviews, onBug: (error) => log.error(error) };
  }

  /**
   * @param argument see `wishOf`. Without an identifier the user is asked which refactoring is meant.
   * @throws UserError; CancelledError.
   */
  async refactor(argument: unknown): Promise<void> {
    requireEnabled(this.#deps.settings);
    const said = wishOf(argument);
    // In a proposal, an instruction is for another one in its place.
    const replaced = said.id === 'instruct' && said.uri === undefined ? this.#deps.reviews.active : undefined;
    const wish: RefactorWish = { ...said, ...(await replaced?.subject.otherWish()) };
    const place = await placeOf(wish);
    const placeNow = place && holdPlace(place);
    const refactoring = wish.id === undefined ? await this.#pick(place) : await namedRefactoring(wish.id);
    if (refactoring === undefined) return;
    if (refactoring.action === 'message') return await this.writeMessage(undefined);
    const { words } = wish;
    const isWanted = words !== undefined || refactoring.input === 'required' || wish.id === undefined;
    const isAsked = wish.input === undefined && isWanted;
    const ask = async () => {
      if (!isAsked) return wish.input ?? '';
      const where = (until: AbortSignal) => this.#where(refactoring, place, until);
      return await askInput(refactoring, { words: words ?? '', isReplacing: replaced !== undefined, where });
    };
    if (refactoring.action === 'files') return await this.#refactorFiles(refactoring, wish.files ?? [], ask);
    const { uri } = requirePlace(place).document;
    // Nobody types for nothing. It is looked at again before anything is sent: it may be ignored by then.
    if (isAsked && refactoring.input !== 'none') await this.#ports.files.require(uri, new AbortController().signal);
    const input = await ask();
    if (input === undefined || placeNow === undefined) return;
    const now = { ...(await placeNow()), ...(replaced && { replaced }) };
    await this.#run({ refactoring, input, isRetry: wish.isRetry ?? false }, now);
  }

  /** @param rootUri of the repository, where the user has said which. */
  async writeMessage(rootUri: vscode.Uri | undefined): Promise<void> {
    requireEnabled(this.#deps.settings);
    const { engine } = this.#deps;
    const refactoring = refactoringOf('commitMessage');
    await fillMessage({ engine, quotable: this.#quotable }, refactoring, rootUri, (work) =>
      withProgress(refactoring.title, work),
    );
  }

  async #pick(place: RefactorPlace | undefined): Promise<Refactoring | undefined> {
    return await pickRefactoring(refactorings, await workspaceRefactorings(), place);
  }

  /** What is going to change there, where that can be told beforehand. */
  async #where(
    refactoring: Refactoring,
    place: RefactorPlace | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (refactoring.action !== 'rewrite' || place === undefined) return undefined;
    try {
      return (await scopeAt(this.#ports, refactoring, place, signal)).name;
    } catch (error) {
      if (!isCancelled(error)) this.#ports.onBug(error);
      return undefined;
    }
  }

  async #run(order: RefactorOrder, place: RefactorPlace): Promise<void> {
    const ports = this.#ports;
    const { refactoring, input } = order;
    const { title } = refactoring;
    switch (refactoring.action) {
      case 'rewrite':
        return await withProgress(title, (signal) => rewriteInReview(ports, order, place, signal));
      case 'tests':
        return await withProgress(title, (signal) => writeTests(ports, order, place, signal));
      case 'rename':
        return await renameSymbol(ports, refactoring, input, place, withProgress);
      case 'inline':
        return await inlineSymbol(ports, place);
      case 'explain':
        return await (await this.#deps.chat.feature()).prepare('explain');
    }
  }

  async #refactorFiles(
    refactoring: Refactoring,
    given: readonly vscode.Uri[],
    ask: () => Promise<string | undefined>,
  ): Promise<void> {
    const uris = await chooseFiles(given, (found) =>
      withProgress(refactoring.title, (signal) => this.#quotable.allowed(found, signal)),
    );
    if (uris === undefined || uris.length === 0) return;
    const instruction = await ask();
    if (instruction === undefined) return;
    const edited = await withProgress(refactoring.title, (signal, report) =>
      editFiles(
        this.#ports,
        refactoring,
        instruction,
        uris,
        (path, index) => report(`${index + 1} of ${uris.length}: ${path}`),
        signal,
      ),
    );
    const { edit, changes, left: moved } = await filesEdit(edited.changes, `${refactoring.title}: ${instruction}`);
    const left = [...edited.left, ...moved];
    for (const { sentence } of left) this.#deps.log.warn(sentence);
    // The preview does not wait for somebody who reads that.
    tellLeftFiles(left).catch((error: unknown) => this.#ports.onBug(error));
    if (changes.length > 0) await applyFilesEdit({ edit, changes });
    else if (left.length === 0)
      void vscode.window.showInformationMessage('The model would leave these files as they are.');
  }
}

/** @throws UserError where there is none of that name. */
async function namedRefactoring(id: string): Promise<Refactoring> {
  const ours = refactorings.find((row) => row.id === id);
  if (ours !== undefined) return ours;
  const { refactorings: own, problems } = await workspaceRefactorings();
  const found = own.find((row) => row.id === id);
  if (found !== undefined) return found;
  throw new UserError('inputInvalid', problems.get(id)?.sentence ?? `There is no refactoring ${id}.`);
}

async function withProgress<Result>(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<Result>,
): Promise<Result> {
  const location = vscode.ProgressLocation.Notification;
  const shown = plainMessage(`Leeward: ${title.replace(/\.{3}$/, '')}`);
  return await vscode.window.withProgress({ location, title: shown, cancellable: true }, async (progress, token) => {
    const { signal, dispose } = toAbortSignal(token);
    try {
      return await work(signal, (message) => progress.report({ message: plainMessage(message) }));
    } finally {
      dispose();
    }
  });
}
