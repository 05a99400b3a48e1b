import { AnchoredPrompts } from '../../src/core/completion/anchoredPrompts.ts';
import type { RepoContext } from '../../src/core/context/snippet.ts';
import type { PromptMode } from '../../src/core/prompt/families.ts';
import type { CompletionPrompt } from '../../src/core/prompt/fimPrompt.ts';

export interface FreshPromptInput {
  readonly mode: PromptMode;
  readonly prefix: string;
  readonly suffix: string;
  readonly contextSizeTokens: number;
  readonly languageId?: string;
  readonly repo?: RepoContext | undefined;
}

/** The prompt of a place about which nothing was asked before. */
export function freshPrompt({ mode, contextSizeTokens, repo, ...rest }: FreshPromptInput): CompletionPrompt {
  const place = { uri: 'file:///a.ts', languageId: 'typescript', ...rest };
  const { anchor: _, ...prompt } = new AnchoredPrompts().promptFor({ mode, place, contextSizeTokens, repo });
  return prompt;
}
