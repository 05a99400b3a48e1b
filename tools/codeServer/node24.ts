import { existsSync } from 'node:fs';
import path from 'node:path';
import { ToolError } from '../toolError.ts';

/**
 * The Node 24 that code-server wants: this one, else the project's own (`node` among its development dependencies).
 */
export function node24(): string {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.resolve(import.meta.dirname, '..', '..', 'node_modules', 'node', 'bin', name);
  if (existsSync(own)) return own;
  throw new ToolError('The web workbench needs Node 24: run `npm ci`, which installs one for this project.');
}
