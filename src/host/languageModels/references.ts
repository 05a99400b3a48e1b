import * as vscode from 'vscode';
import { withoutSecrets } from '../../core/context/secrets.ts';
import { estimateTokens } from '../../core/prompt/budget.ts';
import type { Attachment, Mention } from '../../shared/conversation.ts';
import { selectedLines } from '../chat/mentions/selectedLines.ts';
import { mentionOf } from '../chat/mentionsOf.ts';
import { fileThing } from '../chat/workspaceThings.ts';

type References = vscode.ChatRequest['references'];

/** Files, folders and places that a question in VS Code's chat refers to; they are read as ours are, by the same rules. */
export async function mentionsOf(references: References): Promise<readonly Mention[]> {
  const found = await Promise.all(references.map(({ value }) => referredTo(value)));
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

async function referredTo(value: unknown): Promise<Mention | undefined> {
  if (value instanceof vscode.Location) return { ...fileThing(value.uri).mention, lines: selectedLines(value.range) };
  // What is not there is said where it is read.
  return value instanceof vscode.Uri ? ((await mentionOf(value)) ?? fileThing(value).mention) : undefined;
}
