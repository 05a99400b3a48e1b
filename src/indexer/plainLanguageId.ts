/** VS Code's identifier of a language whose syntax is not parsed, by the file's ending: what a snippet is shown as. */
export function plainLanguageId(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === 'dockerfile' || name === 'makefile') return name;
  return idsByEnding.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'plaintext';
}

const idsByEnding = new Map([
  ['md', 'markdown'],
  ['json', 'json'],
  ['jsonc', 'jsonc'],
  ['yml', 'yaml'],
  ['yaml', 'yaml'],
  ['toml', 'toml'],
  ['html', 'html'],
  ['css', 'css'],
  ['scss', 'scss'],
  ['less', 'less'],
  ['xml', 'xml'],
  ['sql', 'sql'],
  ['swift', 'swift'],
  ['lua', 'lua'],
  ['vue', 'vue'],
  ['svelte', 'svelte'],
  ['dart', 'dart'],
  ['scala', 'scala'],
  ['ps1', 'powershell'],
  ['mk', 'makefile'],
]);
