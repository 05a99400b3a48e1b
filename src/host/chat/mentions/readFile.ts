import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import type { QuotableFiles } from './quotableFiles.ts';

/** `#file`: all of a file, or the lines that are named. Without a place: the one in the active editor. */
export async function readFile(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const uri = mention.uri === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(mention.uri);
  if (uri === undefined) throw new UserError('inputInvalid', 'No file is open in an editor.');
  return mention.lines === undefined
    ? { mention, ...(await files.read(uri, signal)) }
    : { mention, ...(await files.readLines(uri, mention.lines, signal)) };
}
