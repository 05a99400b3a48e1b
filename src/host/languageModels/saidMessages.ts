import * as vscode from 'vscode';
import type { SaidMessage, SaidPart } from '../../core/chat/tools/modelRequest.ts';

/** VS Code's messages as ours. What is no text, call or result (pictures, say) is left away: we say that we take none. */
export function saidMessages(messages: readonly vscode.LanguageModelChatRequestMessage[]): readonly SaidMessage[] {
  return messages.map(({ role, content }) => ({ role: roleOf(role), parts: content.flatMap(partOf) }));
}

/** A number that its types do not have is a system message, which some callers may send already. */
function roleOf(role: vscode.LanguageModelChatMessageRole): SaidMessage['role'] {
  if (role === vscode.LanguageModelChatMessageRole.User) return 'user';
  return role === vscode.LanguageModelChatMessageRole.Assistant ? 'assistant' : 'system';
}

function partOf(part: unknown): readonly SaidPart[] {
  if (part instanceof vscode.LanguageModelTextPart) return [{ kind: 'text', text: part.value }];
  if (part instanceof vscode.LanguageModelToolCallPart)
    return [{ kind: 'call', call: { name: part.name, input: part.input } }];
  if (part instanceof vscode.LanguageModelToolResultPart)
    return [{ kind: 'result', text: part.content.map(resultText).join('') }];
  return [];
}

function resultText(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  // Of the library that others write prompts with: whoever has it renders it to text first.
  if (part instanceof vscode.LanguageModelPromptTsxPart) return JSON.stringify(part.value);
  return '';
}
