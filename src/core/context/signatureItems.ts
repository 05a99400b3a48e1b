import { estimateTokens } from '../prompt/budget.ts';
import { compactSignature } from './compactSignature.ts';
import { qualifiedName } from './qualifiedName.ts';
import type { RankedSymbol } from './rankSymbols.ts';
import { snippetTokens } from './snippetTokens.ts';

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

/** One item a signature, in the order of `ranked`; what reads the same is there once. */
export function signatureItems(ranked: readonly RankedSymbol[]): readonly SignatureItem[] {
  const blocks = new Map(blocksOf(ranked));
  const pathTokens = new Map(ranked.map(({ path }) => [path, snippetTokens(path, '')]));
  const seen = new Set<string>();
  const items: SignatureItem[] = [];
  for (const one of ranked) {
    const { path, symbol } = one;
    const line = compactSignature(symbol);
    const name = qualifiedName(symbol);
    const key = `${path}\n${name}\n${line}`;
    if (line === '' || seen.has(key)) continue;
    seen.add(key);
    const block = standsAlone(one)
      ? undefined
      : (blocks.get(`${path}\n${symbol.container}`) ?? bareBlock(symbol.container));
    items.push({
      ranked: one,
      name,
      line,
      lineTokens: estimateTokens(`  ${line}\n`),
      pathTokens: pathTokens.get(path) ?? 0,
      ...(block !== undefined && { block }),
      ...(isType(one) && { opens: symbol.name }),
    });
  }
  return items;
}

/** The types among the symbols, with the lines that members stand below. */
function* blocksOf(ranked: readonly RankedSymbol[]): Iterable<readonly [key: string, block: Block]> {
  for (const one of ranked) {
    if (!isType(one)) continue;
    const line = compactSignature(one.symbol);
    yield [`${one.path}\n${one.symbol.name}`, { name: one.symbol.name, line, tokens: estimateTokens(`${line}\n`) }];
  }
}

function bareBlock(container: string | undefined): Block | undefined {
  return container === undefined
    ? undefined
    : { name: container, line: container, tokens: estimateTokens(`${container}\n`) };
}

/** A method of Go says by itself what it belongs to. */
function standsAlone({ symbol, languageId }: RankedSymbol): boolean {
  return symbol.container === undefined || (languageId === 'go' && symbol.kind === 'method');
}

function isType({ symbol }: RankedSymbol): boolean {
  return typeKinds.has(symbol.kind);
}

const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'type', 'enum', 'module']);
