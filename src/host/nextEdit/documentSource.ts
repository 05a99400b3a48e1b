import * as vscode from 'vscode';
import { indexableText } from '../../core/context/indexableText.ts';
import { languageOfPath } from '../../core/syntax/languageLookup.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import { uriOf, workspacePathOf } from '../context/workspacePaths.ts';
import type { DocumentSource, OpenDocument } from './otherDocuments.ts';

/** What VS Code and the index know of the documents beside `from`. */
export function documentSource(
  repoContext: Pick<LateRepoContext, 'definitionUsers' | 'mayQuote'>,
  from: vscode.Uri,
): DocumentSource {
  const others = (): readonly vscode.TextDocument[] =>
    vscode.workspace.textDocuments.filter(({ uri }) => `${uri}` !== `${from}`);
  return {
    inTabs: () => {
      const uris = urisInTabs();
      return others()
        .filter(({ uri }) => uri.scheme === from.scheme && uris.has(`${uri}`))
        .map(openDocument);
    },
    open: () => {
      const shown = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
      return [...others()].sort((a, b) => Number(shown.has(b)) - Number(shown.has(a))).map(openDocument);
    },
    usersOf: async (name, signal) => {
      const place = workspacePathOf(from);
      if (place === undefined) return [];
      const users = await repoContext.definitionUsers(place, name, signal);
      return users.map(({ path, ...origins }) => {
        const languageId = languageOfPath(path)?.id;
        return { uri: `${uriOf({ ...place, path })}`, origins, ...(languageId && { languageId }) };
      });
    },
    mayQuote: async (uri, signal) => {
      const place = workspacePathOf(vscode.Uri.parse(uri));
      // What lies in no folder, as an unsaved document, is shown by the user's own wish.
      return place === undefined || (await repoContext.mayQuote(place, signal)) === true;
    },
    read: readText,
  };
}

function urisInTabs(): ReadonlySet<string> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return new Set(tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? `${input.uri}` : [])));
}

function openDocument(document: vscode.TextDocument): OpenDocument {
  const { uri, languageId } = document;
  return {
    ...{ uri: `${uri}`, languageId },
    get text() {
      return document.getText();
    },
  };
}

async function readText(uriText: string): Promise<string | undefined> {
  const { fs } = vscode.workspace;
  const uri = vscode.Uri.parse(uriText);
  try {
    if ((await fs.stat(uri)).size > maxBytes) return undefined;
    const read = indexableText(await fs.readFile(uri), uri.path);
    return read.kind === 'unfit' ? undefined : read.text;
  } catch {
    // It has gone meanwhile.
    return undefined;
  }
}

/** No text that is looked at is longer. */
const maxBytes = 800_000;
