import type { ChatView } from '../../shared/chatProtocol.ts';
import { withGuardrails } from './guardrails.ts';

/**
 * What the model is told before everything. Short, since small models lose the question behind long instructions; what it
 * says of paths is what lets a code block be placed without a guess.
 */
const system =
  "You are Leeward, a programming assistant in Visual Studio Code that runs on the user's own machine. " +
  'Answer briefly, in Markdown. Put code into fenced blocks. Where a block belongs to a file, write its language and path ' +
  'behind the fence: ```ts src/a.ts\n' +
  'Change only what was asked for. If you do not know something, say so.';

export function chatSystem(guardrails: ChatView['guardrails']): string {
  return guardrails === 'prompt' || guardrails === 'both' ? withGuardrails(system) : system;
}

/** Whether the model itself judges questions and answers. */
export function isModerated(guardrails: ChatView['guardrails']): boolean {
  return guardrails === 'moderation' || guardrails === 'both';
}
