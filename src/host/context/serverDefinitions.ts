import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { indexableText } from '../../core/context/indexableText.ts';
import type { Snippet } from '../../core/context/snippet.ts';
import { snippetTokens } from '../../core/context/snippetTokens.ts';
import { languageOfPath } from '../../core/syntax/languageLookup.ts';
import type { ServedDefinition } from './mergeDefinitions.ts';
import { nearestUse } from './unplacedNames.ts';
import { folderKey, type WorkspacePath, workspacePathOf } from './workspacePaths.ts';

/** Asks the language's server (VS Code's definition provider) where names are defined that the index does not place. */
export class ServerDefinitions {
  readonly #mayQuote: (place: WorkspacePath, signal: AbortSignal) => Promise<boolean>;
  /** By document, name, and the line that the name stands in: what a line means rarely changes while it stays. */
  readonly #known = new Map<string, Promise<Snippet | undefined>>();

  constructor(mayQuote: (place: WorkspacePath, signal: AbortSignal) => Promise<boolean>) {
    this.#mayQuote = mayQuote;
  }

  /**
   * The definitions, in other files of the same folder, of those names whose answer has come in time. A later answer counts
   * the next time.
   */
  async find(
    document: vscode.TextDocument,
    offset: number,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly ServedDefinition[]> {
    if (names.length === 0) return [];
    const tooLate = sleep(budgetMs, undefined, { signal }).catch(() => undefined);
    const text = document.getText();
    const found = names.map((name) => {
      const at = nearestUse(text, offset, name);
      return at === undefined
        ? undefined
        : Promise.race([this.#definition(document, document.positionAt(at), name), tooLate]);
    });
    const snippets = await Promise.all(found);
    return names.flatMap((name, index) => {
      const snippet = snippets[index];
      return snippet === undefined ? [] : [{ name, snippet }];
    });
  }

  /** What files say has changed. */
  forget(): void {
    this.#known.clear();
  }

  #definition(document: vscode.TextDocument, position: vscode.Position, name: string): Promise<Snippet | undefined> {
    const key = `${document.uri} ${name} ${document.lineAt(position).text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // A server that is still starting, or fails, is asked again for another line.
    const asked = this.#ask(document, position, name).catch(() => undefined);
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(key, asked);
    return asked;
  }

  async #ask(document: vscode.TextDocument, position: vscode.Position, name: string): Promise<Snippet | undefined> {
    const [first] =
      (await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[] | undefined>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      )) ?? [];
    if (first === undefined) return undefined;
    const target = 'targetUri' in first ? { uri: first.targetUri, range: first.targetRange } : first;
    const place = workspacePathOf(target.uri);
    const own = workspacePathOf(document.uri);
    const isOther = target.uri.toString() !== document.uri.toString();
    if (place === undefined || own === undefined || !isOther || folderKey(place.folder) !== folderKey(own.folder))
      return undefined;
    return await this.#quote(place, target, name);
  }

  async #quote(place: WorkspacePath, { uri, range }: vscode.Location, name: string): Promise<Snippet | undefined> {
    if (!(await this.#mayQuote(place, new AbortController().signal))) return undefined;
    const read = indexableText(await bytesOf(uri), place.path);
    if (read.kind !== 'text') return undefined;
    const lines = read.text.split(/\r?\n/).slice(range.start.line, range.start.line + maxLines);
    const bodyAt = lines.findIndex((line) => /[{:;]\s*$/.test(line));
    const quoted = lines.slice(0, bodyAt === -1 ? 1 : bodyAt + 1);
    const text = quoted.join('\n').trimEnd();
    if (text.trim() === '') return undefined;
    return {
      path: place.path,
      languageId: languageOfPath(place.path)?.id ?? 'plaintext',
      lines: { start: range.start.line, end: range.start.line + quoted.length },
      text,
      kind: 'definition',
      reason: `${name} is defined there, as the language server says`,
      score: certainty,
      tokens: snippetTokens(place.path, text),
    };
  }
}

/** As the server sees it: an open document may have changes that are not saved, and other lines than its file. */
async function bytesOf(uri: vscode.Uri): Promise<Uint8Array> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open === undefined ? await vscode.workspace.fs.readFile(uri) : new TextEncoder().encode(open.getText());
}

/** For all names together. */
const budgetMs = 150;
const maxKnown = 200;
/** Of a definition, at most. */
const maxLines = 6;
/** The server is right; whether the next line needs the name is another question. */
const certainty = 0.5;
