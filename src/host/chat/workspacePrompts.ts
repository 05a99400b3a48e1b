import * as vscode from 'vscode';
import {
  type ExpandedQuestion,
  expandQuestion,
  type SlashCommand,
  slashCommands,
} from '../../core/chat/slashCommands.ts';
import { parseWorkspacePrompt, type WorkspacePrompt } from '../../core/chat/workspacePrompt.ts';
import type { Mention } from '../../shared/conversation.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import { describeUnreadable, markdownFiles } from '../context/markdownFiles.ts';
import { selectionNow } from './mentions/selectionNow.ts';

interface FoundPrompts {
  readonly commands: readonly SlashCommand[];
  /** Files that are no prompts, by their names without `.md`: why, in a sentence. */
  readonly problems: ReadonlyMap<string, string>;
}

/** What a question that begins with a slash command stands for, with the prompts of the workspace as they are now. */
export async function expandInWorkspace(text: string, signal: AbortSignal): Promise<ExpandedQuestion> {
  const { commands, problems } = await workspacePrompts();
  throwIfAborted(signal);
  const [, id = ''] = /^\/([\w-]+)/.exec(text.trim()) ?? [];
  // A file that has the name of a command of ours takes nothing from it.
  const isCommand = [...slashCommands, ...commands].some((one) => one.id.toLowerCase() === id.toLowerCase());
  const problem = isCommand ? undefined : problems.get(id);
  if (problem !== undefined) throw new UserError('inputInvalid', problem);
  const { text: asked, mentions } = expandQuestion(text, commands);
  return { text: asked, mentions: mentions.map(placed) };
}

/** What is selected now is what the command is about, and is told by its file and lines. */
function placed(mention: Mention): Mention {
  const isAnyOpen = vscode.window.activeTextEditor !== undefined || vscode.window.visibleTextEditors.length > 0;
  return mention.kind === 'selection' && isAnyOpen ? selectionNow() : mention;
}

/** `.leeward/prompts/*.md` of each folder of the workspace, without secrets. No link is followed. */
export async function workspacePrompts(): Promise<FoundPrompts> {
  const commands: SlashCommand[] = [];
  const problems = new Map<string, string>();
  for (const { name, path, text } of await markdownFiles('.leeward/prompts')) {
    const prompt = text === undefined ? unreadable(path) : parseWorkspacePrompt(path, text);
    if (prompt.kind === 'problem') problems.set(name, prompt.problem);
    else if (!commands.some(({ id }) => id === prompt.command.id)) commands.push(prompt.command);
  }
  return { commands, problems };
}

function unreadable(path: string): WorkspacePrompt {
  return { kind: 'problem', problem: describeUnreadable(path) };
}
