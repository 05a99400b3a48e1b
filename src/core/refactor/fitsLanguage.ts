import type { Refactoring } from './refactoring.ts';

/** VS Code's ids of texts and data, in which nothing is called, typed or waited for. */
const proseAndData: ReadonlySet<string> = new Set([
  ...['plaintext', 'markdown', 'mdx', 'restructuredtext', 'asciidoc', 'latex', 'tex', 'bibtex', 'log', 'diff'],
  ...[
    'json',
    'jsonc',
    'jsonl',
    'yaml',
    'toml',
    'ini',
    'properties',
    'dotenv',
    'csv',
    'xml',
    'html',
    'css',
    'scss',
    'less',
  ],
  ...['git-commit', 'git-rebase', 'ignore', 'dockerfile', 'dockercompose', 'scminput', 'search-result'],
]);

/** Whether a refactoring can mean anything in a language. One that is not known here is taken for code. */
export function fitsLanguage({ languages }: Pick<Refactoring, 'languages'>, languageId: string): boolean {
  if (languages === 'all') return true;
  return languages === undefined ? !proseAndData.has(languageId) : languages.includes(languageId);
}
