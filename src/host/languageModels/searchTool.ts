import * as vscode from 'vscode';
import { readRepo } from '../chat/mentions/readRepo.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import { toAbortSignal } from '../toAbortSignal.ts';

interface SearchInput {
  readonly query: string;
}

/** `leeward_searchRepository`: what the index finds, for any model. Private and ignored files are not in the index. */
export class SearchTool implements vscode.LanguageModelTool<SearchInput> {
  readonly #index: Pick<LateRepoContext, 'search'>;

  constructor(index: Pick<LateRepoContext, 'search'>) {
    this.#index = index;
  }

  /**
   * Without `confirmationMessages`: VS Code wants them of tools that have a side effect or may do harm. This one reads what is
   * in the index, as VS Code's own search does, which asks nobody either; private and ignored files and secrets are not there.
   */
  prepareInvocation({ input }: vscode.LanguageModelToolInvocationPrepareOptions<SearchInput>) {
    return { invocationMessage: `Searching the repository for "${queryOf(input)}"` };
  }

  async invoke(
    { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<SearchInput>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const cancellation = toAbortSignal(token);
    try {
      const query = queryOf(input);
      const search = this.#index.search.bind(this.#index);
      const budgetTokens = tokenizationOptions?.tokenBudget ?? usualTokens;
      const mention = { kind: 'repo', label: '#repo' } as const;
      const { text, problem } = await readRepo(search, mention, query, budgetTokens, cancellation.signal);
      return new vscode.LanguageModelToolResult([
        new vscode.LanguageModelTextPart(text === '' ? (problem ?? '') : text),
      ]);
    } finally {
      cancellation.dispose();
    }
  }
}

/** Where the caller does not say how much it has room for. */
const usualTokens = 2_048;

/** VS Code checks the input against our schema; a model may all the same have written a query over many lines. */
function queryOf({ query }: SearchInput): string {
  return query.replace(/\s+/g, ' ').trim().slice(0, maxQueryLength);
}

const maxQueryLength = 1_000;
