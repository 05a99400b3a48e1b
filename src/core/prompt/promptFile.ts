/** A prompt in a file of the workspace, or one sentence that says what is wrong with the file. */
export type PromptFile =
  | { readonly kind: 'read'; readonly values: ReadonlyMap<string, string>; readonly body: string }
  | { readonly kind: 'problem'; readonly problem: string };

const maxPromptCharacters = 20_000;

/**
 * Reads lines of `key: value` between two lines `---` (all of that may be left out), then the prompt.
 *
 * @param keys that there are.
 */
export function readPromptFile(text: string, keys: readonly string[]): PromptFile {
  const problem = (sentence: string): PromptFile => ({ kind: 'problem', problem: sentence });
  const { head, body } = splitHead(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  if (head === undefined) return problem('the first --- has no second one. Write --- below the last of its lines.');
  const values = new Map<string, string>();
  for (const line of head) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const [, key, value = ''] = /^([A-Za-z]+)\s*:(.*)$/.exec(line) ?? [];
    if (key === undefined) return problem(`the line "${line.trim()}" is not of the form "name: value".`);
    if (!keys.includes(key)) return problem(`there is no "${key}". There are ${inWords(keys)}.`);
    if (values.has(key)) return problem(`"${key}" is there twice.`);
    values.set(key, unquote(value.trim()));
  }
  return { kind: 'read', values, body };
}

/** What is wrong with a prompt as such. */
export function bodyProblem(body: string, inputIs: string): string | undefined {
  const unknownField = (body.match(/\{\{[^{}]*\}\}/g) ?? []).find((field) => !/^\{\{\s*input\s*\}\}$/.test(field));
  if (unknownField !== undefined) return `${unknownField} is not known. {{input}} is ${inputIs}.`;
  if (body.trim() === '') return 'it says nothing. Write the prompt below the second ---.';
  return body.length > maxPromptCharacters ? `it is longer than ${maxPromptCharacters} characters.` : undefined;
}

/** The name of a file, without folders and ending. */
export function baseName(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.md$/i, '');
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function splitHead(text: string): { readonly head: readonly string[] | undefined; readonly body: string } {
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---') return { head: [], body: text };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end === -1) return { head: undefined, body: '' };
  return { head: lines.slice(1, end), body: lines.slice(end + 1).join('\n') };
}

function unquote(value: string): string {
  return /^"[^"]*"$|^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
}
