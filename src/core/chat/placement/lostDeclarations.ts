import { isStylesheet } from './definitionKey.ts';
import type { MergeContext } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/**
 * A property, or a nested rule, that a rule of a stylesheet would lose without a word, since the block shows of it what
 * changes only; `undefined` where there is none. Where nothing but a part of them goes, that is what the block is about.
 */
export function lostDeclaration({ document, block }: MergeContext, unit: Unit, item: Unit): string | undefined {
  if (!isStylesheet(document.languageId)) return undefined;
  const [there, here] = [readRule(document.lines, unit), readRule(block.lines, item)];
  const nested = lostOf(there.nested, here.nested);
  if (nested !== undefined) return nested;
  const isDeletion = [...here.properties].every(([name, value]) => there.properties.get(name) === value);
  if (isDeletion && here.properties.size * 2 >= there.properties.size) return undefined;
  return lostOf(there.properties, here.properties);
}

/** The first of those that are missing, where there are not as many new ones, such as `position` for `float`. */
function lostOf(there: ReadonlyMap<string, string>, here: ReadonlyMap<string, string>): string | undefined {
  const lost = [...there.keys()].filter((name) => !here.has(name));
  const added = [...here.keys()].filter((name) => !there.has(name));
  return added.length < lost.length ? lost[0] : undefined;
}

interface Rule {
  readonly properties: ReadonlyMap<string, string>;
  /** By their selectors. */
  readonly nested: ReadonlyMap<string, string>;
}

function readRule(lines: readonly string[], { head, end }: Unit): Rule {
  const text = lines.slice(head, end).join('\n');
  let body = text.slice(text.indexOf('{') + 1, text.lastIndexOf('}')).replace(/\/\*.*?\*\//gs, ' ');
  const nested = new Map<string, string>();
  for (let before = ''; before !== body; ) {
    before = body;
    body = body.replace(/([^;{}]*)\{([^{}]*)\}/g, (_, selector: string, inner: string) => {
      nested.set(selector.trim(), inner);
      return ';';
    });
  }
  const found = body.split(';').map((part) => /^\s*([\w$@-]+)\s*:\s*(.*?)\s*$/s.exec(part));
  const properties = found.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const]));
  return { properties: new Map(properties), nested };
}
