import { existsSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../processes.ts';
import { ToolError } from '../toolError.ts';

/** The path of the desktop VS Code's command, if it is on the path. */
export function findDesktopCode(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Opens a window on `workspace` with the extension in `extensionFolder`; does not wait for it to be closed. */
export async function openDesktopCode(
  code: string,
  extensionFolder: string,
  workspace: string,
  signal: AbortSignal,
): Promise<void> {
  const args = [`--extensionDevelopmentPath=${extensionFolder}`, workspace];
  try {
    // A command script runs only through a shell, which takes a path with a space for two words.
    if (process.platform === 'win32') await runQuietly(quote(code), args.map(quote), { signal, shell: true });
    else await runQuietly(code, args, { signal });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`${error.message}\n\`npm start -- --web\` opens VS Code in the browser instead.`);
  }
}

function quote(argument: string): string {
  return `"${argument}"`;
}
