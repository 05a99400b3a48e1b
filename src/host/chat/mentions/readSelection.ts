import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { pathOf, type QuotableFiles } from './quotableFiles.ts';
import { selectionNow } from './selectionNow.ts';

/**
 * `#selection`: the lines that were selected; without a place those that are selected now, else all of the file. What was
 * read says where it is.
 */
export async function readSelection(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const place = mention.uri === undefined ? selectionNow() : mention;
  const uri = vscode.Uri.parse(place.uri ?? '');
  if (place.lines !== undefined) return { mention: place, ...(await files.readLines(uri, place.lines, signal)) };
  const file = await files.read(uri, signal);
  return { mention: place, ...file, problem: `Nothing is selected, so this is all of ${pathOf(uri)}.` };
}
