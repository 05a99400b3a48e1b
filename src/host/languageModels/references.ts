import * as vscode from 'vscode';
import { withoutSecrets } from '../../core/context/secrets.ts';
import { estimateTokens } from '../../core/prompt/budget.ts';
import type { Attachment, Mention } from '../../shared/conversation.ts';

type References = vscode.ChatRequest['references'];

/** Files, folders and places that a question in VS Code's chat refers to; they are read as ours are, by the same rules. */
export async function mentionsOf(references: References): Promise<readonly Mention[]> {
  const found = await Promise.all(references.map(({ value }) => mentionOf(value)));
  return found.filter((mention) => mention !== undefined);
}

/** What it refers to by text alone, such as a terminal's selection, without secrets. */
export function attachedTexts(references: References): readonly Attachment[] {
  return references.flatMap(({ id, value }): readonly Attachment[] => {
    if (typeof value !== 'string' || value.trim() === '') return [];
    const text = withoutSecrets(value, '');
    return [{ mention: { kind: 'selection', label: id }, text, tokens: estimateTokens(text) }];
  });
}

async function mentionOf(value: unknown): Promise<Mention | undefined> {
  if (value instanceof vscode.Location) {
    const { start, end } = value.range;
    // A range that ends before a line's first character has nothing of it.
    const endLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
    return { ...fileMention(value.uri), lines: { start: start.line, end: endLine } };
  }
  if (!(value instanceof vscode.Uri)) return undefined;
  const type = await vscode.workspace.fs.stat(value).then(
    (stat) => stat.type,
    () => vscode.FileType.File,
  );
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  return { ...fileMention(value), kind: isFolder ? 'folder' : 'file' };
}

function fileMention(uri: vscode.Uri): Mention {
  return { kind: 'file', label: uri.path.slice(uri.path.lastIndexOf('/') + 1), uri: uri.toString() };
}
