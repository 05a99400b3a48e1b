import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import type { QuotableFiles } from './quotableFiles.ts';
import { symbolsOf } from './symbols.ts';

/** `#symbol`: the lines of its definition, where that is now. */
export async function readSymbol(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const { label, uri: place, lines } = mention;
  if (place === undefined || lines === undefined)
    throw new UserError('inputInvalid', `It is not known where ${label || 'the symbol'} is. Choose it from the list.`);
  const uri = vscode.Uri.parse(place);
  // Before a language server is asked, which would open the file.
  await files.readLines(uri, lines, signal);
  const symbols = (await symbolsOf(uri)).filter(({ name }) => name === label);
  const nearest = symbols.sort((a, b) => Math.abs(a.lines.start - lines.start) - Math.abs(b.lines.start - lines.start));
  return { mention, ...(await files.readLines(uri, nearest[0]?.lines ?? lines, signal)) };
}
