import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import { snippetsText } from '../../../core/chat/mentions/snippetsText.ts';
import type { Mention } from '../../../shared/conversation.ts';
import type { RepositorySearch } from '../../context/searchRepository.ts';

/** Asks the index. */
export type SearchRepository = (
  question: string,
  budgetTokens: number,
  signal: AbortSignal,
) => Promise<RepositorySearch>;

/** `#repo`: what the index finds for the question. */
export async function readRepo(
  search: SearchRepository,
  mention: Mention,
  question: string,
  budgetTokens: number,
  signal: AbortSignal,
): Promise<MentionText> {
  const { snippets, gap } = await search(question, Math.min(budgetTokens, maxTokens), signal);
  const hasManyFolders = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const named = snippets.map((snippet) =>
    hasManyFolders ? { ...snippet, path: `${snippet.folder.name}/${snippet.path}` } : snippet,
  );
  return {
    mention,
    languageId: 'text',
    text: snippetsText(named),
    ...(gap !== undefined && { problem: gap }),
    ...(gap === undefined && named.length === 0 && { problem: nothing }),
  };
}

const nothing = 'The index found nothing that has the words of the question.';

/** What is found last is worth less than the time to read it. */
const maxTokens = 4_096;
