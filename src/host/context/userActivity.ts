import * as vscode from 'vscode';
import { addCopy, type CopiedText, copySnippets } from '../../core/context/copiedText.ts';
import { movedPath } from '../../core/context/paths.ts';
import { RecentEdits } from '../../core/context/recentEdits.ts';
import { addPlace, placeSnippets, type SeenPlace } from '../../core/context/recentPlaces.ts';
import type { Snippet } from '../../core/context/snippet.ts';
import { quoteSelection } from './quoteSelection.ts';
import { folderKey, type WorkspacePath, workspacePathOf } from './workspacePaths.ts';

/** What the user has done in one workspace folder. */
interface FolderActivity {
  readonly edits: RecentEdits;
  places: readonly SeenPlace[];
  copies: readonly CopiedText[];
}

/**
 * What the user does in the editor, as snippets: recent edits, code that was seen lately, copied text. It is kept in memory
 * only. Whether a file may be quoted is for the caller to ask, when it is.
 */
export class UserActivity {
  readonly #folders = new Map<string, FolderActivity>();

  /** @param onEdit told of each edit that the user may have made by hand. */
  constructor(context: vscode.ExtensionContext, onEdit: (document: vscode.TextDocument) => void) {
    for (const { document } of vscode.window.visibleTextEditors) this.#open(document);
    context.subscriptions.push(
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#open(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#at(uri, (of, { path }) => of.edits.close(path))),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#rename(files)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length === 0) return;
        this.#noteEdit(event);
        if (isTyped(event.document)) onEdit(event.document);
      }),
      // Told of what is copied, it never offers anything to paste, so no key works otherwise than before.
      vscode.languages.registerDocumentPasteEditProvider(
        '*',
        { prepareDocumentPaste: (document, ranges) => this.#noteCopy(document, ranges) },
        { providedPasteEditKinds: [], copyMimeTypes: [], pasteMimeTypes: [] },
      ),
    );
  }

  /** Where the user is now: seen code, for the places to come. */
  notePlace({ document, selection, visibleRanges }: vscode.TextEditor): void {
    this.#at(document.uri, (of, { path }) => {
      const [first] = visibleRanges;
      const last = visibleRanges.at(-1);
      if (first === undefined || last === undefined) return;
      of.places = addPlace(of.places, {
        ...{ path, languageId: document.languageId, cursorLine: selection.active.line, timeMs: Date.now() },
        visible: { start: first.start.line, end: last.end.line + 1 },
      });
    });
  }

  /** For a prompt at `line` of the file. */
  snippets({ folder, path }: WorkspacePath, line: number): readonly Snippet[] {
    const of = this.#folders.get(folderKey(folder));
    if (of === undefined) return [];
    const nowMs = Date.now();
    // Of those that quote the same lines the first one counts: what was copied was seen as well.
    return [
      ...of.edits.snippets({ path, line }, nowMs),
      ...copySnippets(of.copies, path, nowMs),
      ...placeSnippets(of.places, openTexts(folder, of.places), path, nowMs),
    ];
  }

  #open(document: vscode.TextDocument): void {
    this.#at(document.uri, (of, { path }) => of.edits.open(path, document.languageId, document.getText()));
  }

  #noteEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      range: { start: rangeOffset, end: rangeOffset + rangeLength },
      newText: text,
    }));
    this.#at(document.uri, (of, { path }) => of.edits.change(path, edits, Date.now()));
  }

  #noteCopy(document: vscode.TextDocument, ranges: readonly vscode.Range[]): void {
    const [first] = ranges;
    if (first === undefined) return;
    this.#at(document.uri, (of, { path }) => {
      const text = withLineFeeds(document.getText(first));
      const lines = { start: first.start.line, end: first.end.line + (first.end.character === 0 ? 0 : 1) };
      const copy = { path, languageId: document.languageId, lines, text, timeMs: Date.now() };
      if (addCopy([], copy).length === 0) return;
      of.copies = addCopy(of.copies, { ...copy, text: quoteSelection(document, lines, path) });
    });
  }

  #rename(files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): void {
    for (const { oldUri, newUri } of files) {
      const renamed = workspacePathOf(newUri);
      if (renamed === undefined) continue;
      this.#at(oldUri, (of, { folder, path }) => {
        // Paths in another folder mean nothing here.
        if (folderKey(folder) !== folderKey(renamed.folder)) return;
        of.edits.rename(path, renamed.path);
        of.places = of.places.map((place) => ({ ...place, path: movedPath(place.path, path, renamed.path) }));
        of.copies = of.copies.map((copy) => ({ ...copy, path: movedPath(copy.path, path, renamed.path) }));
      });
    }
  }

  /** Documents outside of the workspace, output channels among them, are nobody's context. */
  #at(uri: vscode.Uri, note: (of: FolderActivity, place: WorkspacePath) => void): void {
    const place = workspacePathOf(uri);
    if (place === undefined) return;
    const key = folderKey(place.folder);
    const known = this.#folders.get(key) ?? { edits: new RecentEdits(), places: [], copies: [] };
    this.#folders.set(key, known);
    note(known, place);
  }
}

/** Output channels, our own log among them, are documents too, and files on the disk change under open documents. */
function isTyped(document: vscode.TextDocument): boolean {
  return document.uri.scheme !== 'output' && document === vscode.window.activeTextEditor?.document;
}

/** Of the folder's documents that are open and were seen, by path. */
function openTexts(folder: vscode.WorkspaceFolder, places: readonly SeenPlace[]): ReadonlyMap<string, string> {
  const seen = new Set(places.map(({ path }) => path));
  const texts = new Map<string, string>();
  for (const document of vscode.workspace.textDocuments) {
    const place = workspacePathOf(document.uri);
    if (place !== undefined && seen.has(place.path) && folderKey(place.folder) === folderKey(folder))
      texts.set(place.path, withLineFeeds(document.getText()));
  }
  return texts;
}

/** As snippets have it: their lines are the same. */
function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
