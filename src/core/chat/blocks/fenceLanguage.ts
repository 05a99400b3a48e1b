import { syntaxLanguages } from '../../../../syntaxes/languages.ts';

/**
 * VS Code's identifier of the language that a fence names: by its identifier, a file ending, or a usual short name.
 *
 * @param word of the info string, in lower case.
 * @param known VS Code's identifiers of now.
 */
export function fenceLanguage(word: string, known: readonly string[]): string | undefined {
  const id = shortNames[word] ?? syntaxLanguages.find(({ endings }) => endings.includes(`.${word}`))?.id ?? word;
  return known.includes(id) ? id : undefined;
}

const shortNames: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  sh: 'shellscript',
  shell: 'shellscript',
  zsh: 'shellscript',
  'c++': 'cpp',
  'c#': 'csharp',
  golang: 'go',
  docker: 'dockerfile',
  jsx: 'javascriptreact',
  md: 'markdown',
  objc: 'objective-c',
  patch: 'diff',
  ps1: 'powershell',
  pwsh: 'powershell',
  python3: 'python',
  text: 'plaintext',
  txt: 'plaintext',
  yml: 'yaml',
};
