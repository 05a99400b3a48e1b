import { fitTexts, type MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import type { Attachment, Mention } from '../../../shared/conversation.ts';
import { isCancelled, throwIfAborted, UserError } from '../../../shared/errors.ts';
import type { QuotableFiles } from './quotableFiles.ts';
import { readChanges } from './readChanges.ts';
import { readFile } from './readFile.ts';
import { readFolder } from './readFolder.ts';
import { readProblems } from './readProblems.ts';
import { readRepo, type SearchRepository } from './readRepo.ts';
import { readSelection } from './readSelection.ts';
import { readSymbol } from './readSymbol.ts';
import { readTerminal } from './readTerminal.ts';
import type { TerminalMemory } from './terminalMemory.ts';

export interface MentionReaderDeps {
  readonly files: QuotableFiles;
  readonly terminals: TerminalMemory;
  readonly search: SearchRepository;
  readonly onBug: (error: unknown) => void;
}

/** Reads what is mentioned in a question, as it is now. What can't be read says why in its place. */
export class MentionReader {
  readonly #deps: MentionReaderDeps;

  constructor(deps: MentionReaderDeps) {
    this.#deps = deps;
  }

  /**
   * One attachment a mention, in their order.
   *
   * @param budgetTokens estimated tokens that all of them have at most.
   * @throws CancelledError.
   */
  async read(
    mentions: readonly Mention[],
    question: string,
    budgetTokens: number,
    signal: AbortSignal,
  ): Promise<readonly Omit<Attachment, 'tokens'>[]> {
    const share = Math.floor(budgetTokens / Math.max(1, mentions.length));
    const texts = await Promise.all(mentions.map((mention) => this.#readOrSayWhy(mention, question, share, signal)));
    throwIfAborted(signal);
    return fitTexts(texts, budgetTokens);
  }

  async #readOrSayWhy(
    mention: Mention,
    question: string,
    budgetTokens: number,
    signal: AbortSignal,
  ): Promise<MentionText> {
    try {
      return await this.#readOne(mention, question, budgetTokens, signal);
    } catch (error) {
      if (isCancelled(error)) throw error;
      if (error instanceof UserError) return { mention, text: '', problem: error.message };
      this.#deps.onBug(error);
      return { mention, text: '', problem: 'It could not be read. "Leeward: Show Log" says why.' };
    }
  }

  async #readOne(mention: Mention, question: string, budgetTokens: number, signal: AbortSignal): Promise<MentionText> {
    const { files, terminals, search } = this.#deps;
    switch (mention.kind) {
      case 'file':
        return await readFile(files, mention, signal);
      case 'folder':
        return await readFolder(files, mention, signal);
      case 'selection':
        return await readSelection(files, mention, signal);
      case 'symbol':
        return await readSymbol(files, mention, signal);
      case 'problems':
        return await readProblems(files, mention, signal);
      case 'changes':
        return await readChanges(files, mention, signal);
      case 'terminal':
        return readTerminal(terminals, mention);
      case 'repo':
        return await readRepo(search, mention, question, budgetTokens, signal);
    }
  }
}
