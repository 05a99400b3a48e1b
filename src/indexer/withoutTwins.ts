import { baseName, folderOf } from '../core/context/paths.ts';
import type { SymbolKind } from '../shared/codeFacts.ts';
import type { SymbolCandidate } from '../shared/contextQuery.ts';

/**
 * C and C++ declare a function in a header and define it elsewhere, Kotlin's `expect` has an `actual` on each platform: one
 * of them says all, the header's or the expected one. So does a struct without its `typedef`, one of the definitions that a
 * macro has, and Kotlin's property without its accessor for Java. Overloads differ in their parameters, and stay.
 */
export function withoutTwins(candidates: readonly SymbolCandidate[]): readonly SymbolCandidate[] {
  const kept = new Map<string, SymbolCandidate>();
  for (const candidate of withoutAccessors(candidates)) {
    const key = twinKey(candidate);
    const known = kept.get(key);
    if (known === undefined) kept.set(key, candidate);
    else if (candidate.languageId === 'kotlin' && !isActual(candidate) && !isActual(known))
      kept.set(ownKey(candidate), candidate);
    else kept.set(key, saysMore(candidate, known) ? merged(candidate, known) : merged(known, candidate));
  }
  return [...kept.values()];
}

/** What Java calls where Kotlin has the property: `fun size(): Int` beside `val size: Int`. */
function withoutAccessors(candidates: readonly SymbolCandidate[]): readonly SymbolCandidate[] {
  const placeOf = ({ path, symbol: { container, name } }: SymbolCandidate) => `${path}\n${container}\n${name}`;
  const properties = candidates.filter(({ languageId, symbol }) => languageId === 'kotlin' && symbol.kind === 'field');
  const places = new Set(properties.map(placeOf));
  const isAccessor = (candidate: SymbolCandidate) =>
    candidate.languageId === 'kotlin' &&
    candidate.symbol.signature.includes(`${candidate.symbol.name}()`) &&
    candidate.symbol.kind !== 'field' &&
    places.has(placeOf(candidate));
  return candidates.filter((candidate) => !isAccessor(candidate));
}

function twinKey(candidate: SymbolCandidate): string {
  const { path, languageId, symbol } = candidate;
  const { name, container, signature, kind } = symbol;
  const tail = signature.slice(signature.indexOf(name) + name.length);
  const parameters = /\(.*\)/s.exec(tail)?.[0];
  // What parameters are called may differ; how many there are, and most of what they are, does not.
  const first = (each: string) => /^[\W\d]*[\w:]+/.exec(each.trim())?.[0];
  if (languageId === 'kotlin' && (parameters !== undefined || typeKinds.has(kind))) {
    // The source sets of a module have the same packages, in folders of the same name.
    const place = baseName(folderOf(path));
    return `${place} ${container} ${name} ${typeKinds.has(kind) ? kind : parameters?.split(',').map(plainParameter)}`;
  }
  if (languageId !== 'c' && languageId !== 'cpp') return ownKey(candidate);
  if (kind === 'macro' || typeKinds.has(kind)) return `${path} ${container} ${name} ${kind === 'macro'}`;
  if (parameters === undefined) return ownKey(candidate);
  return `${container} ${name} ${parameters.split(',').map(first)}`;
}

function ownKey({ path, symbol: { lines, name } }: SymbolCandidate): string {
  return `${path}:${lines.start}:${name}`;
}

/** Default values stand at one of the two only. */
function plainParameter(text: string): string {
  return text.replace(/=.*/s, '').trim();
}

const typeKinds: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'type', 'enum'] as const);

function merged(kept: SymbolCandidate, other: SymbolCandidate): SymbolCandidate {
  const more = other.reaches.filter(({ kind }) => !kept.reaches.some((reach) => reach.kind === kind));
  return { ...kept, reaches: [...kept.reaches, ...more] };
}

function saysMore(candidate: SymbolCandidate, known: SymbolCandidate): boolean {
  if (candidate.path === known.path) return known.symbol.kind === 'type' && candidate.symbol.kind !== 'type';
  return isDeclaration(candidate) && !isDeclaration(known);
}

function isActual({ symbol }: SymbolCandidate): boolean {
  return /\bactual\b/.test(symbol.signature);
}

function isDeclaration(candidate: SymbolCandidate): boolean {
  return candidate.languageId === 'kotlin' ? !isActual(candidate) : /\.h\w*$/.test(candidate.path);
}
