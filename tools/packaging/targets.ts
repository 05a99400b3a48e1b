import { ToolError } from '../toolError.ts';

/** VS Code's platforms and the package with the binary for each: the CPU's, and on Apple silicon Metal's, the only one. */
const binaryPackages = {
  'linux-x64': '@node-llama-cpp/linux-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-armhf': '@node-llama-cpp/linux-armv7l',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'win32-x64': '@node-llama-cpp/win-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
} as const;

export type Target = keyof typeof binaryPackages;

export function binaryPackageOf(target: Target): string {
  return binaryPackages[target];
}

/** @throws ToolError for a name that is not a platform we have a binary for. */
export function parseTarget(name: string): Target {
  const target = (Object.keys(binaryPackages) as Target[]).find((known) => known === name);
  if (target !== undefined) return target;
  throw new ToolError(`There is no target ${name}. Choose one of ${Object.keys(binaryPackages).join(', ')}.`);
}

export function currentTarget(): Target {
  return parseTarget(`${process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`);
}
