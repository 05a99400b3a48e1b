import * as vscode from 'vscode';
import type { NamedThing } from '../../core/chat/suggestionRows.ts';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';
import { openDocument, pathOf } from './mentions/quotableFiles.ts';
import { type FoundSymbol, symbolsOf, workspaceSymbols } from './mentions/symbols.ts';

/** Files, folders and symbols of the workspace that a question may mention. */
export class WorkspaceThings {
  #files: { readonly uris: Promise<readonly vscode.Uri[]>; readonly atMs: number } | undefined;

  /** Those that are open first, then all others. Private and worthless ones by their names are not among them. */
  async files(): Promise<readonly NamedThing[]> {
    const open = openFiles();
    const known = new Set(open.map(String));
    const others = (await this.#workspaceFiles()).filter((uri) => !known.has(uri.toString()));
    return [...open, ...others].map(fileThing);
  }

  /** Those that have files, the upper ones first. */
  async folders(): Promise<readonly NamedThing[]> {
    const folders = new Map<string, vscode.Uri>();
    for (const uri of await this.#workspaceFiles()) {
      const place = workspacePathOf(uri);
      if (place === undefined) continue;
      const parts = place.path.split('/').slice(0, -1);
      for (const [depth] of parts.entries()) {
        const folder = vscode.Uri.joinPath(place.folder.uri, ...parts.slice(0, depth + 1));
        folders.set(folder.toString(), folder);
      }
    }
    return [...folders.values()]
      .sort((a, b) => depthOf(a) - depthOf(b) || a.path.localeCompare(b.path))
      .map(folderThing);
  }

  /** Of the active document, and of the workspace where at least two letters are typed. */
  async symbols(query: string): Promise<readonly NamedThing[]> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const [own, others] = await Promise.all([
      active === undefined ? [] : symbolsOf(active),
      query.length < 2 ? [] : workspaceSymbols(query),
    ]);
    // What the document says of itself is all of it: the workspace's servers may name the same by other lines.
    const elsewhere = others.filter(({ uri }) => own.length === 0 || uri.toString() !== active?.toString());
    const found = new Map([...own, ...elsewhere].map((symbol) => [keyOf(symbol), symbol]));
    return [...found.values()].filter(({ uri }) => workspacePathOf(uri) !== undefined).map(symbolThing);
  }

  /** The list is made anew when it is some seconds old, not at each key. */
  async #workspaceFiles(): Promise<readonly vscode.Uri[]> {
    const nowMs = Date.now();
    if (this.#files === undefined || nowMs - this.#files.atMs > listedForMs)
      this.#files = { uris: findFiles(), atMs: nowMs };
    return await this.#files.uris;
  }
}

const listedForMs = 10_000;
const maxFiles = 10_000;

async function findFiles(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/*', '**/node_modules/**', maxFiles);
  return found.filter(isWorthNaming).sort((a, b) => depthOf(a) - depthOf(b) || a.path.localeCompare(b.path));
}

/** The active one first, then those of other tabs. */
function openFiles(): readonly vscode.Uri[] {
  const active = vscode.window.activeTextEditor?.document.uri;
  const inTabs = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
  );
  const byKey = new Map([...(active === undefined ? [] : [active]), ...inTabs].map((uri) => [uri.toString(), uri]));
  const isNamed = (uri: vscode.Uri) => workspacePathOf(uri) !== undefined || openDocument(uri)?.isUntitled === true;
  return [...byKey.values()].filter((uri) => isNamed(uri) && isWorthNaming(uri));
}

function isWorthNaming(uri: vscode.Uri): boolean {
  return whySkipped(pathOf(uri), 1) === undefined;
}

export function fileThing(uri: vscode.Uri): NamedThing {
  return { mention: { kind: 'file', label: lastName(uri), uri: uri.toString() }, detail: pathOf(uri) };
}

export function folderThing(uri: vscode.Uri): NamedThing {
  return { mention: { kind: 'folder', label: `${lastName(uri)}/`, uri: uri.toString() }, detail: `${pathOf(uri)}/` };
}

function symbolThing({ name, container, uri, lines }: FoundSymbol): NamedThing {
  const place = `${pathOf(uri)}:${lines.start + 1}`;
  return {
    mention: { kind: 'symbol', label: name, uri: uri.toString(), lines },
    detail: container === '' ? place : `${container}, ${place}`,
  };
}

function keyOf({ name, uri, lines }: FoundSymbol): string {
  return `${uri} ${name} ${lines.start}`;
}

function lastName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function depthOf({ path }: vscode.Uri): number {
  return path.split('/').length;
}
