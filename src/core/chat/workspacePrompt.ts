import { type MentionKind, mentionKinds } from '../../shared/conversation.ts';
import { type SlashCommand, slashCommands } from './slashCommands.ts';

/** A prompt, or one sentence that says what is wrong with its file. */
export type WorkspacePrompt =
  | { readonly kind: 'prompt'; readonly command: SlashCommand }
  | { readonly kind: 'problem'; readonly problem: string };

const maxPromptCharacters = 20_000;

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
  const { head, body } = splitHead(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  if (head === undefined) return problem('the first --- has no second one. Write --- below the last of its lines.');
  const values = new Map<string, string>();
  for (const line of head) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const [, key, value = ''] = /^([A-Za-z]+)\s*:(.*)$/.exec(line) ?? [];
    if (key === undefined) return problem(`the line "${line.trim()}" is not of the form "name: value".`);
    if (!keys.has(key)) return problem(`there is no "${key}". There are name, description and mentions.`);
    if (values.has(key)) return problem(`"${key}" is there twice.`);
    values.set(key, unquote(value.trim()));
  }
  const id = values.get('name') ?? (fileName.split('/').at(-1) ?? '').replace(/\.md$/i, '');
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
  const unknownField = (body.match(/\{\{[^{}]*\}\}/g) ?? []).find((field) => !/^\{\{\s*input\s*\}\}$/.test(field));
  if (unknownField !== undefined) {
    return problem(`${unknownField} is not known. {{input}} is what was typed behind the command.`);
  }
  if (body.trim() === '') return problem('it says nothing. Write the prompt below the second ---.');
  if (body.length > maxPromptCharacters) return problem(`it is longer than ${maxPromptCharacters} characters.`);
  const sentence = values.get('description') ?? `The prompt of ${fileName}.`;
  const command = { id, title: id, sentence, prompt: body.trim(), mentions: mentions as MentionKind[] };
  return { kind: 'prompt', command };
}

const keys: ReadonlySet<string> = new Set(['name', 'description', 'mentions']);

/** What needs no name behind it. */
const withoutName = mentionKinds.filter((kind) => kind !== 'file' && kind !== 'folder' && kind !== 'symbol');

function splitHead(text: string): { readonly head: readonly string[] | undefined; readonly body: string } {
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---') return { head: [], body: text };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end === -1) return { head: undefined, body: '' };
  return { head: lines.slice(1, end), body: lines.slice(end + 1).join('\n') };
}

function unquote(value: string): string {
  return /^"[^"]*"$|^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
}
