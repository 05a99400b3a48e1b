import { nameStart } from '../core/context/compactSignature.ts';
import type { StoredSymbol } from './indexStore.ts';

/** Languages in which `private` keeps a definition from every other file. */
const languages: ReadonlySet<string> = new Set(['csharp', 'java', 'kotlin', 'php', 'typescript', 'typescriptreact']);

/** No other file can use it: it says so itself. */
export function isHidden({ languageId, symbol: { signature, name, isExported } }: StoredSymbol): boolean {
  if (isExported || !languages.has(languageId)) return false;
  const head = signature.slice(0, Math.max(0, nameStart(signature, name)));
  return /\bprivate\b/.test(head);
}
