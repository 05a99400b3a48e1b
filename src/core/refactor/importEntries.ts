import type { SyntaxToken } from '../../shared/syntaxQuery.ts';

/** Tokens with each import as one of its own for each name that it brings: `from typing import List`. */
export function withImportEntries(tokens: readonly SyntaxToken[]): readonly SyntaxToken[] {
  const entries: SyntaxToken[] = [];
  let statement: string[] = [];
  const end = () => {
    for (const entry of entriesOf(statement)) entries.push(['import', entry]);
    statement = [];
  };
  for (const token of tokens) {
    if (token[0] === 'import' && token[1] !== '⏎') statement.push(token[1]);
    else {
      end();
      if (token[0] !== 'import') entries.push(token);
    }
  }
  end();
  return entries;
}

/** What is imported, in its order. */
export function importEntries(tokens: readonly SyntaxToken[]): readonly string[] {
  return withImportEntries(tokens).flatMap(([kind, text]) => (kind === 'import' ? text : []));
}

/** The name by which a file of Python knows what an entry imports; `*`: whatever there is. */
export function importedName(entry: string): string {
  const [, alias] = / as (\S+)$/.exec(entry) ?? [];
  if (alias !== undefined) return alias;
  const words = entry.split(' ');
  return (words[0] === 'from' ? words.at(-1) : words[1]) ?? '';
}

/** Of a statement of Python, TypeScript, Go or Java. */
function entriesOf(statement: readonly string[]): readonly string[] {
  const words = statement
    .map((text) => text.replace(/["'`]/g, '').trim())
    .filter((text) => text !== '' && text !== ';');
  if (words.length === 0) return [];
  const isFrom = words[0] === 'from';
  const first = isFrom ? words.indexOf('import') + 1 : words[1] === 'type' ? 2 : 1;
  // `import a from './a'`
  const source = isFrom ? -1 : words.lastIndexOf('from');
  const last = source === -1 ? words.length : source;
  const [head, tail] = [words.slice(0, first), words.slice(last)];
  const entries: string[] = [];
  let item: string[] = [];
  let braces = '';
  const end = () => {
    if (item.length > 0) entries.push([...head, ...(braces === '' ? [] : [braces]), ...item, ...tail].join(' '));
    item = [];
  };
  // Go has no commas.
  const isGroup = words[first] === '(';
  for (const word of words.slice(first, last)) {
    if (/^[,{}()]$/.test(word)) end();
    else item.push(word);
    if (word === '{') braces = '{}';
    if (word === '}') braces = '';
    if (isGroup && !isFrom) end();
  }
  end();
  return entries.length === 0 ? [words.join(' ')] : entries;
}
