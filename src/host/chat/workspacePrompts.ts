import * as vscode from 'vscode';
import { type ExpandedQuestion, expandQuestion, type SlashCommand } from '../../core/chat/slashCommands.ts';
import { parseWorkspacePrompt } from '../../core/chat/workspacePrompt.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import { folderFiles } from '../context/folderFiles.ts';

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
  const problem = commands.some((command) => command.id === id) ? undefined : problems.get(id);
  if (problem !== undefined) throw new UserError('inputInvalid', problem);
  return expandQuestion(text, commands);
}

/** `.leeward/prompts/*.md` of each folder of the workspace. No link is followed. */
export async function workspacePrompts(): Promise<FoundPrompts> {
  const commands: SlashCommand[] = [];
  const problems = new Map<string, string>();
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const { name, text } of await promptFiles(uri)) {
      const prompt = parseWorkspacePrompt(`${promptsFolder}/${name}`, text);
      if (prompt.kind === 'problem') problems.set(name.replace(/\.md$/i, ''), prompt.problem);
      else if (!commands.some(({ id }) => id === prompt.command.id)) commands.push(prompt.command);
    }
  }
  return { commands, problems };
}

const promptsFolder = '.leeward/prompts';
const maxPrompts = 100;
const maxBytes = 100_000;

async function promptFiles(folder: vscode.Uri): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const files = folderFiles(folder);
  try {
    for (const parent of ['.leeward', promptsFolder]) if ((await files.stat(parent)).kind !== 'folder') return [];
    const entries = await files.readDirectory(promptsFolder);
    const names = entries.filter(({ name, kind }) => kind === 'file' && /\.md$/i.test(name)).map(({ name }) => name);
    const found = await Promise.all(
      names
        .sort()
        .slice(0, maxPrompts)
        .map(async (name) => {
          const path = `${promptsFolder}/${name}`;
          if ((await files.stat(path)).sizeBytes > maxBytes) return { name, text: '' };
          return { name, text: new TextDecoder().decode(await files.read(path)) };
        }),
    );
    return found;
  } catch {
    return []; // Most workspaces have none.
  }
}
