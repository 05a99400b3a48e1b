import * as vscode from 'vscode';
import { plainMessage } from '../../shared/plainMessage.ts';
import type { LeftFile } from './editFiles.ts';

/** Says which files are left as they are, and why; what the model has answered is shown to whom asks for it. */
export async function tellLeftFiles(left: readonly LeftFile[]): Promise<void> {
  const [first] = left;
  if (first === undefined) return;
  const more = left.length === 1 ? '' : ` (and ${left.length - 1} more)`;
  const show = left.length === 1 ? 'Show Answer' : 'Show All';
  const isMore = left.length > 1 || first.rawAnswer !== undefined;
  const sentence = plainMessage(`Left as it is: ${first.sentence}${more}`);
  const answer = await vscode.window.showWarningMessage(sentence, ...(isMore ? [show] : []));
  if (answer !== show) return;
  const content = left.map(({ sentence: one, rawAnswer }) => `${one}\n${answered(rawAnswer)}`).join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document);
}

function answered(rawAnswer: string | undefined): string {
  if (rawAnswer === undefined) return '';
  return `\nWhat the model has answered last, as it came:\n\n${rawAnswer}\n`;
}
