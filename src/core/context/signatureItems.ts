import { estimateTokens } from '../prompt/budget.ts';
import { compactSignature, nameStart } from './compactSignature.ts';
import { qualifiedName } from './qualifiedName.ts';
import type { RankedSymbol } from './rankSymbols.ts';
import { snippetTokens } from './snippetTokens.ts';
import { typeLines } from './typeLines.ts';

/** A signature that a listing can hold. Costs are estimated. */
export interface SignatureItem {
  readonly ranked: RankedSymbol;
  /** `Container.name`: overloads share it. */
  readonly name: string;
  readonly line: string;
  readonly lineTokens: number;
  /** What the path's line costs, where it is not there yet. */
  readonly pathTokens: number;
  /** Where the line stands below a type's line. */
  readonly block?: Block;
  /** The type that it defines, where members may stand below it. */
  readonly opens?: string;
}

export interface Block {
  readonly name: string;
  readonly line: string;
  /** What its line costs, where it is not there yet. */
  readonly tokens: number;
}

/** One item a signature, in the order of `ranked`, a type's constructor behind it; what reads the same is there once. */
export function signatureItems(ranked: readonly RankedSymbol[]): readonly SignatureItem[] {
  const blocks = new Map(blocksOf(ranked));
  const pathTokens = new Map(ranked.map(({ path }) => [path, snippetTokens(path, '')]));
  const seen = new Set<string>();
  const items: SignatureItem[] = [];
  const add = (one: RankedSymbol, name: string, line: string, place: Pick<SignatureItem, 'block' | 'opens'>) => {
    const key = `${one.path}\n${name}\n${line}`;
    if (line === '' || seen.has(key)) return;
    seen.add(key);
    const lineTokens = estimateTokens(`  ${line}\n`);
    items.push({ ranked: one, name, line, lineTokens, pathTokens: pathTokens.get(one.path) ?? 0, ...place });
  };
  for (const one of ranked) {
    const { path, symbol, languageId } = one;
    const name = qualifiedName(symbol);
    const outer = standsAlone(one)
      ? undefined
      : (blocks.get(`${path}\n${symbol.container}`) ?? bareBlock(symbol.container));
    const place = outer === undefined ? {} : { block: outer };
    if (!isType(one)) {
      const line = compactSignature(symbol);
      add(one, name, outer === undefined ? line : line.replace(memberKeyword, '$1'), place);
      continue;
    }
    const { type, creation } = typeLines(symbol, languageId);
    add(one, name, type, { ...place, opens: symbol.name });
    const block = blocks.get(`${path}\n${symbol.name}`);
    if (creation === undefined || block === undefined) continue;
    add({ ...one, probability: one.probability * shareOfCreation }, `${symbol.name}()`, creation, { block });
  }
  return items;
}

/** Of a member itself, not of its parameters: below a type's line, brackets say as much. */
const memberKeyword = /^((?:\w+ )*)(?:fun|def|fn|function) (?=[\w<`])/;

/** Of uses of a type. A guess: what is asked of the index does not tell. */
const shareOfCreation = 0.3;

/** The types among the symbols, with the lines that members stand below. */
function* blocksOf(ranked: readonly RankedSymbol[]): Iterable<readonly [key: string, block: Block]> {
  for (const one of ranked) {
    if (!isType(one)) continue;
    const line = blockLine(typeLines(one.symbol, one.languageId).type, one.symbol.name);
    yield [`${one.path}\n${one.symbol.name}`, { name: one.symbol.name, line, tokens: estimateTokens(`${line}\n`) }];
  }
}

/** What members stand below says what they belong to; what that extends is said where the type itself is asked for. */
function blockLine(type: string, name: string): string {
  return type.length <= longestBlockLine ? type : type.slice(0, Math.max(0, nameStart(type, name)) + name.length);
}

/** Characters: up to here it is no longer than it is worth. */
const longestBlockLine = 30;

function bareBlock(container: string | undefined): Block | undefined {
  return container === undefined
    ? undefined
    : { name: container, line: container, tokens: estimateTokens(`${container}\n`) };
}

/** A method of Go, an extension of Kotlin and a method of C++ behind its class say by themselves what they belong to. */
function standsAlone({ symbol, languageId }: RankedSymbol): boolean {
  const { name, container, kind, signature } = symbol;
  if (container === undefined || (languageId === 'go' && kind === 'method')) return true;
  const start = nameStart(signature, name);
  const behind = signature.slice(Math.max(0, start - 2), Math.max(0, start));
  return (languageId === 'kotlin' && behind.endsWith('.')) || (languageId === 'cpp' && behind === '::');
}

function isType({ symbol }: RankedSymbol): boolean {
  return typeKinds.has(symbol.kind);
}

const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'type', 'enum', 'module']);
