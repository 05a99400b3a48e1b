import * as vscode from 'vscode';
import { slashCommands } from '../../core/chat/slashCommands.ts';
import { commandRows, kindRows, type NamedThing, thingRows } from '../../core/chat/suggestionRows.ts';
import { kindsFor, parseTypedWord } from '../../core/chat/suggestions.ts';
import type { Suggestion } from '../../shared/chatProtocol.ts';
import type { QuotableFiles } from './mentions/quotableFiles.ts';
import { workspacePrompts } from './workspacePrompts.ts';
import type { WorkspaceThings } from './workspaceThings.ts';

export interface SuggestDeps {
  readonly things: WorkspaceThings;
  readonly files: QuotableFiles;
}

/** What is proposed below the input for the word at its cursor. What may not be quoted is not proposed. */
export async function suggest(
  { things, files }: SuggestDeps,
  word: string,
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const typed = parseTypedWord(word);
  const quotable = async (rows: readonly Suggestion[]) => {
    const uris = rows.flatMap(({ mention }) => (mention?.uri === undefined ? [] : [vscode.Uri.parse(mention.uri)]));
    const allowed = new Set((await files.allowed(uris, signal)).map(String));
    return rows.filter(({ mention }) => mention?.uri !== undefined && allowed.has(mention.uri));
  };
  switch (typed?.kind) {
    case undefined:
      return [];
    case 'command':
      return commandRows(typed.query, [...slashCommands, ...(await workspacePrompts()).commands]);
    case 'mention': {
      const kinds = kindRows(kindsFor(typed.query));
      if (typed.query === '') return kinds;
      return [...kinds, ...(await quotable(thingRows(typed.query, await things.files(), maxFilesBeside)))];
    }
    case 'named': {
      const { mentionKind, query } = typed;
      if (mentionKind === 'folder') return thingRows(query, await things.folders(), maxNamed);
      const found: readonly NamedThing[] =
        mentionKind === 'symbol' ? await things.symbols(query) : await things.files();
      return await quotable(thingRows(query, found, maxNamed));
    }
  }
}

const maxNamed = 30;
/** Of files, below the kinds. */
const maxFilesBeside = 8;
