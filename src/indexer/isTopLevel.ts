import type { StoredSymbol } from './indexStore.ts';

/** Whether a package or a module shows it to who imports it: a Kotlin extension too, though it is told as its receiver's. */
export function isTopLevel({ symbol, languageId }: StoredSymbol): boolean {
  return symbol.container === undefined || (languageId === 'kotlin' && isExtension(symbol));
}

/** `fun <T> Lock.withLock(`, `val Response.isOk`: the receiver stands in front of the name. */
function isExtension({ name, signature }: StoredSymbol['symbol']): boolean {
  const declared = /\b(?:fun|val|var)\b([^(=]*)/.exec(signature)?.[1] ?? '';
  let plain = declared;
  for (let last = ''; last !== plain; ) {
    last = plain;
    plain = plain.replace(/<[^<>]*>/g, '');
  }
  return (plain.split(':')[0] ?? '').replaceAll('`', '').trimEnd().endsWith(`.${name}`);
}
