import { identifiersIn, namesIn } from '../context/identifiers.ts';
import { withoutComment } from './blockMode.ts';
import { lineBefore } from './lines.ts';
import type { UsedName } from './nameDoubts.ts';
import type { Place } from './place.ts';
import { stringEnd } from './stringLiterals.ts';

/**
 * Names that a text would use at a place and does not declare itself, each once: no keywords, no words of strings and
 * comments, no keys, nothing that a value is given to. By the look of the lines alone.
 */
export function usedNames(
  text: string,
  { prefix, languageId }: Pick<Place, 'prefix' | 'languageId'>,
): readonly UsedName[] {
  const before = lineBefore(prefix);
  const lines = `${before}${text}`.split('\n').map((line) => codeOf(line, languageId));
  const declared = new Set(lines.flatMap(declaredNames));
  const found = new Map<string, UsedName>();
  let lineStart = -before.length;
  for (const line of lines) {
    for (const { 0: name, 1: connector, index } of line.matchAll(usedName)) {
      const start = lineStart + index;
      if (start + name.length <= 0 || declared.has(name) || found.has(name)) continue;
      found.set(name, { name, offset: Math.max(0, start), isMember: connector !== undefined });
    }
    lineStart += line.length + 1;
  }
  const names = new Set(namesIn([...found.keys()].join(' ')));
  return [...found.values()].filter(({ name }) => names.has(name));
}

/** Whether a text has the name, as a word of its own. */
export function hasName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + name.length)) return true;
  }
  return false;
}

function isWordAt(text: string, at: number): boolean {
  return /[\w$\u0080-\uffff]/.test(text[at] ?? '');
}

/** Not those that a value follows: keys, names of arguments. A decorator has an `@` in front, a private member a `#`. */
const usedName =
  /(?<![\w$\u0080-\uffff@#])(?<=((?<!\.)\.|->|::)?)[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*(?![\w$\u0080-\uffff]|\s*(?::(?!:)|=(?!=)))/g;

/** The line with blanks in place of its strings and its comment. */
function codeOf(line: string, languageId: string): string {
  let code = '';
  for (let at = 0; at < line.length; ) {
    const end = /["'`]/.test(line[at] as string) ? (stringEnd(line, at) ?? line.length) : undefined;
    code += end === undefined ? line[at] : ' '.repeat(end - at);
    at = end ?? at + 1;
  }
  const isInComment = /^\s*(?:\*|\/\*)/.test(code);
  return (isInComment ? '' : withoutComment(code, languageId)).padEnd(line.length);
}

/** In doubt, a name is one that is new with good reason. */
function declaredNames(line: string): readonly string[] {
  return declarations.flatMap((declaration) => identifiersIn((line.match(declaration) ?? []).join(' ')));
}

const declarations = [
  // Up to what is gone through, or the value.
  /^.*\b(?:(?:catch|fn|for|fun|func|function|with)\b|(?:as|case|class|const|def|enum|except|export|import|from|interface|lambda|let|mod|module|namespace|package|struct|trait|type|typedef|use|using|val|var)\s)[^=]*?(?=\b(?:in|of)\b|=|$)/g,
  /^[^=(]*[^=!<>(]=(?![=>])/g,
  /^.*?:=/g,
  // Parameters.
  /(?:\([^()]*\)(?:\s*:[^=()]*)?|[\w$]+)\s*=>/g,
  /(?:[({,=]|\bdo|\bmove)\s*\|[^|]*\|/g,
];
