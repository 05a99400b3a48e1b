import { type MentionKind, mentionKinds } from '../../shared/conversation.ts';
import { baseName, bodyProblem, readPromptFile } from '../prompt/promptFile.ts';
import { type SlashCommand, slashCommands } from './slashCommands.ts';

/** A prompt, or one sentence that says what is wrong with its file. */
export type WorkspacePrompt =
  | { readonly kind: 'prompt'; readonly command: SlashCommand }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads `.leeward/prompts/*.md`: lines of `name`, `description` and `mentions` between two lines `---` (all of that may be
 * left out), then the prompt. Without a name, it has that of its file.
 *
 * ```
 * ---
 * name: review
 * description: Looks for bugs in what was changed.
 * mentions: changes, problems
 * ---
 * Review the changes above. {{input}}
 * ```
 */
export function parseWorkspacePrompt(fileName: string, text: string): WorkspacePrompt {
  const problem = (sentence: string): WorkspacePrompt => ({ kind: 'problem', problem: `${fileName}: ${sentence}` });
  const file = readPromptFile(text, ['name', 'description', 'mentions']);
  if (file.kind === 'problem') return problem(file.problem);
  const { values, body } = file;
  const id = values.get('name') ?? baseName(fileName);
  if (!/^[\w-]{1,40}$/.test(id)) {
    return problem(`its name "${id}" can't be typed as a command. Use letters, digits, - and _, 40 at most.`);
  }
  if (slashCommands.some((one) => one.id === id.toLowerCase())) {
    return problem(`/${id} is a command of Leeward. Give it another name.`);
  }
  const mentions = (values.get('mentions') ?? '').split(/[\s,#[\]]+/).filter((word) => word !== '');
  const unknownMention = mentions.find((word) => !withoutName.some((kind) => kind === word));
  if (unknownMention !== undefined) {
    return problem(`"${unknownMention}" can't be mentioned by a prompt. What can: ${withoutName.join(', ')}.`);
  }
  const wrong = bodyProblem(body, 'what was typed behind the command');
  if (wrong !== undefined) return problem(wrong);
  const sentence = values.get('description') ?? `The prompt of ${fileName}.`;
  const command = { id, title: id, sentence, prompt: body.trim(), mentions: mentions as MentionKind[] };
  return { kind: 'prompt', command };
}

/** What needs no name behind it. */
const withoutName = mentionKinds.filter((kind) => kind !== 'file' && kind !== 'folder' && kind !== 'symbol');
