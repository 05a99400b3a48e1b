import { extname } from 'node:path';

/** VS Code's identifier for a file's language, by its ending; the ending itself where the two agree. */
export function languageOf(file: string): string {
  const ending = extname(file).slice(1).toLowerCase();
  return languages.get(ending) ?? (ending || 'plaintext');
}

const languages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ts: 'typescript',
    mts: 'typescript',
    cts: 'typescript',
    tsx: 'typescriptreact',
    js: 'javascript',
    mjs: 'javascript',
    cjs: 'javascript',
    jsx: 'javascriptreact',
    py: 'python',
    rs: 'rust',
    rb: 'ruby',
    cs: 'csharp',
    kt: 'kotlin',
    sh: 'shellscript',
    md: 'markdown',
    yml: 'yaml',
    h: 'c',
    cc: 'cpp',
    hpp: 'cpp',
    ex: 'elixir',
  }),
);
