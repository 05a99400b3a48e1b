import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import { terminalText } from '../../../core/chat/mentions/terminalText.ts';
import { redactSecrets } from '../../../core/context/secrets.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import type { TerminalMemory } from './terminalMemory.ts';

/** `#terminal`: the last command and its output. */
export function readTerminal(terminals: TerminalMemory, mention: Mention): MentionText {
  const command = terminals.last();
  if (command === undefined)
    throw new UserError(
      'inputInvalid',
      'No command is known: run one in a terminal with shell integration, which VS Code sets up in bash, zsh, fish and PowerShell.',
    );
  const { commandLine, output, exitCode, isRunning } = command;
  const end = isRunning ? 'It is still running.' : exitCode === undefined ? '' : `It ended with exit code ${exitCode}.`;
  const text = [`$ ${commandLine.trim()}`, terminalText(output), end].filter((part) => part !== '').join('\n');
  return { mention, languageId: 'text', text: redactSecrets(text, 'terminal.sh').text, keepsEnd: true };
}
