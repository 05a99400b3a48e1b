import * as vscode from 'vscode';
import {
  type ExpandedQuestion,
  expandQuestion,
  type SlashCommand,
  slashCommands,
} from '../../core/chat/slashCommands.ts';
import { parseWorkspacePrompt, type WorkspacePrompt } from '../../core/chat/workspacePrompt.ts';
import { redactSecrets } from '../../core/context/secrets.ts';
import type { Mention } from '../../shared/conversation.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import { folderFiles } from '../context/folderFiles.ts';
import type { FolderFiles } from '../context/remoteFiles.ts';
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
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const { name, text } of await promptFiles(uri)) {
      const path = `${promptsFolder}/${name}`;
      const prompt = text === undefined ? unreadable(path) : parseWorkspacePrompt(path, text);
      if (prompt.kind === 'problem') problems.set(name.replace(/\.md$/i, ''), prompt.problem);
      else if (!commands.some(({ id }) => id === prompt.command.id)) commands.push(prompt.command);
    }
  }
  return { commands, problems };
}

const promptsFolder = '.leeward/prompts';
const maxPrompts = 100;
const maxBytes = 100_000;

function unreadable(path: string): WorkspacePrompt {
  return { kind: 'problem', problem: `${path} can't be read, or is larger than ${maxBytes / 1_000} KB.` };
}

interface PromptFile {
  readonly name: string;
  /** Absent: it is too large, or can't be read. */
  readonly text: string | undefined;
}

async function promptFiles(folder: vscode.Uri): Promise<readonly PromptFile[]> {
  const files = folderFiles(folder);
  try {
    for (const parent of ['.leeward', promptsFolder]) if ((await files.stat(parent)).kind !== 'folder') return [];
    const entries = await files.readDirectory(promptsFolder);
    const names = entries.filter(({ name, kind }) => kind === 'file' && /\.md$/i.test(name)).map(({ name }) => name);
    const chosen = names.sort().slice(0, maxPrompts);
    return await Promise.all(chosen.map(async (name) => ({ name, text: await textOf(files, name) })));
  } catch {
    return []; // Most workspaces have none.
  }
}

async function textOf(files: FolderFiles, name: string): Promise<string | undefined> {
  const path = `${promptsFolder}/${name}`;
  try {
    if ((await files.stat(path)).sizeBytes > maxBytes) return undefined;
    return redactSecrets(new TextDecoder().decode(await files.read(path)), path).text;
  } catch {
    return undefined;
  }
}
