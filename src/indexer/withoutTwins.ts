import type { SymbolCandidate } from '../shared/contextQuery.ts';

/**
 * C and C++ declare a function in a header and define it elsewhere: one of the two says all, and the header's is what
 * others include. Overloads differ in their parameters, and stay.
 */
export function withoutTwins(candidates: readonly SymbolCandidate[]): readonly SymbolCandidate[] {
  const kept = new Map<string, SymbolCandidate>();
  for (const candidate of candidates) {
    const key = twinKey(candidate);
    const known = kept.get(key);
    if (known === undefined) kept.set(key, candidate);
    else kept.set(key, isHeader(candidate) && !isHeader(known) ? merged(candidate, known) : merged(known, candidate));
  }
  return [...kept.values()];
}

function twinKey({ path, languageId, symbol }: SymbolCandidate): string {
  const { name, container, signature, lines } = symbol;
  const parameters = /\(.*\)/s.exec(signature.slice(signature.indexOf(name) + name.length))?.[0];
  if ((languageId !== 'c' && languageId !== 'cpp') || parameters === undefined) return `${path}:${lines.start}:${name}`;
  // What parameters are called may differ; how many there are, and most of what they are, does not.
  return `${container} ${name} ${parameters.split(',').map((each) => /^[\W\d]*[\w:]+/.exec(each.trim())?.[0])}`;
}

function merged(kept: SymbolCandidate, other: SymbolCandidate): SymbolCandidate {
  const more = other.reaches.filter(({ kind }) => !kept.reaches.some((reach) => reach.kind === kind));
  return { ...kept, reaches: [...kept.reaches, ...more] };
}

function isHeader({ path }: SymbolCandidate): boolean {
  return /\.h\w*$/.test(path);
}
