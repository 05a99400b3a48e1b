import type { Mention, MentionKind } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { refactoringOf } from '../refactor/refactoring.ts';

/** A question that is asked often, by a word: one of ours, or a prompt of the workspace. */
export interface SlashCommand {
  /** Without the slash: letters, digits, `-` and `_`. */
  readonly id: string;
  readonly title: string;
  /** One sentence, for the list below the input. */
  readonly sentence: string;
  /** What the model is asked. `{{input}}` is what was typed behind the command; without it, that follows as a paragraph. */
  readonly prompt: string;
  /** Read with it where the user has mentioned nothing. */
  readonly mentions: readonly MentionKind[];
}

/** What a slash command made of a question. */
export interface ExpandedQuestion {
  /** What the model is asked. */
  readonly text: string;
  /** Read with it where the user has mentioned nothing. */
  readonly mentions: readonly Mention[];
}

export const slashCommands: readonly SlashCommand[] = [
  {
    id: 'explain',
    title: 'Explain',
    sentence: 'Say what the selected code does, and why.',
    prompt: refactoringOf('explain').prompt,
    mentions: ['selection'],
  },
  {
    id: 'fix',
    title: 'Fix',
    sentence: 'Correct what the editor reports, or what is wrong with the selected code.',
    prompt: `${refactoringOf('fixProblem').prompt} Say in one sentence what the cause was, then give the corrected code.`,
    mentions: ['selection', 'problems'],
  },
  {
    id: 'tests',
    title: 'Write Tests',
    sentence: 'Write unit tests for the selected code.',
    prompt: refactoringOf('generateTests').prompt,
    mentions: ['selection'],
  },
  {
    id: 'doc',
    title: 'Document',
    sentence: 'Write doc comments for the selected code.',
    prompt: refactoringOf('addDocumentation').prompt,
    mentions: ['selection'],
  },
  {
    id: 'commit',
    title: 'Commit Message',
    sentence: 'Write a commit message for the changes.',
    prompt: refactoringOf('commitMessage').prompt,
    mentions: ['changes'],
  },
];

/**
 * What a question that begins with a slash command stands for; any other question is what it is. A path (`/usr/bin`) is no
 * command.
 *
 * @param prompts of the workspace; ours go before those of the same name.
 * @throws UserError `inputInvalid` where there is no such command.
 */
export function expandQuestion(text: string, prompts: readonly SlashCommand[] = []): ExpandedQuestion {
  const typed = text.trim();
  const [, id, input = ''] = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(typed) ?? [];
  if (id === undefined) return { text: typed, mentions: [] };
  const known = [...slashCommands, ...prompts];
  const command = known.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (command === undefined) {
    const names = known.map((one) => `/${one.id}`).join(', ');
    throw new UserError('inputInvalid', `There is no command /${id}. There are ${names}.`);
  }
  const mentions = command.mentions.map((kind): Mention => ({ kind, label: `#${kind}` }));
  return { text: fillIn(command.prompt, input.trim()), mentions };
}
