import { textOf } from '../../nextEdit/codeBlocks.ts';
import type { Definition } from '../../nextEdit/definition.ts';
import { type LexedCode, wordsNamed } from '../../nextEdit/lexCode.ts';

/** Why a variable may be used where no word of the code says so: in a text with names in it, or by code that is put together. */
export function hiddenUse(code: LexedCode, { scope, index }: Definition, name: string): string | undefined {
  const { languageId } = code;
  for (const word of lookups[languageId] ?? lookups['script'] ?? []) {
    const isThere = wordsNamed(code, word).some((at) => textOf(code, at + 1) === '(' && textOf(code, at - 1) !== '.');
    if (isThere && isLookedUp(languageId)) return `\`${word}\` may look it up by its name`;
  }
  const holes = holesOf[languageId];
  if (holes === undefined) return undefined;
  const isNamed = new RegExp(
    `(?<![\\p{ID_Continue}$])${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}])|[$]${name.replaceAll('$', '\\$')}`,
    'u',
  );
  const hidden = code.quoted.find(({ kind, start, end }) => {
    if (kind !== 'string' || start < scope.start || end > scope.end || start < (code.tokens[index]?.start ?? 0))
      return false;
    const raw = code.text.slice(start, end);
    return holes.test(raw) && isNamed.test(raw);
  });
  return hidden && `a text on line ${code.text.slice(0, hidden.start).split('\n').length} may use it`;
}

/** Functions that know variables by their names. */
const lookups: Readonly<Record<string, readonly string[]>> = {
  python: ['globals', 'locals', 'vars', 'eval', 'exec', 'dir'],
  script: ['eval'],
};

function isLookedUp(languageId: string): boolean {
  return /script|^python$/.test(languageId);
}

/** What a text has in it that may have code in it, where the scanner does not read that. */
const holesOf: Readonly<Record<string, RegExp>> = {
  python: /\{\s*[^\s{}]/,
  rust: /\{/,
  kotlin: /\$/,
  scala: /\$/,
  dart: /\$/,
  csharp: /\{/,
  swift: /\\\(/,
};
