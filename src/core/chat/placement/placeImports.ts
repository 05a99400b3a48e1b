import { isBlank } from '../../completion/lines.ts';
import { preambleKind } from './definitionKey.ts';
import { wordLikeness } from './likeness.ts';
import { namesOf } from './lostUnits.ts';
import type { Match } from './matchUnits.ts';
import { type Level, type MergeContext, nameOf } from './mergeContext.ts';
import type { Unit } from './outline.ts';
import { reasons } from './reasons.ts';

/** Plans the imports that a block has and the document has not: beside those that are there, or at the top. */
export function placeImports(context: MergeContext, level: Level, matches: readonly Match[]): void {
  const { document, block, plan, path } = context;
  const imports = level.units.filter(({ kind }) => kind === 'import');
  if (!placePreambles(context, level, matches)) return;
  const added: string[] = [];
  let above: Unit | undefined;
  let below = matches.find(({ item, unit }) => item.kind === 'import' && unit !== undefined)?.unit;
  for (const { item, unit } of matches.filter((match) => match.item.kind === 'import')) {
    if (unit !== undefined) {
      above = unit;
      below = undefined;
      continue;
    }
    const rival = definedUnder(context, level, item);
    if (rival !== undefined) {
      plan.refuse(reasons.similar(nameOf(document, rival), path));
      return;
    }
    const lines = block.lines.slice(item.head, item.end);
    const same = imports.filter((other) =>
      isSameSource(document.lines.slice(other.head, other.end), lines, document.languageId),
    );
    const [only] = same;
    if (only !== undefined) {
      const joined = same.length === 1 ? joinImports(document.lines.slice(only.head, only.end), lines) : undefined;
      if (joined === undefined) {
        plan.refuse(reasons.similar('an import', path));
        return;
      }
      plan.replace(only.head, only.end, joined);
      above = only;
    } else if (below !== undefined) plan.insert(below.start, lines);
    else if (above === undefined) added.push(...lines);
    else plan.insert(above.end, lines);
  }
  if (added.length === 0) return;
  const last = imports.at(-1);
  if (last !== undefined) {
    plan.insert(last.end, added);
    return;
  }
  const at = topOf(level, document.lines, document.languageId);
  const isBelowText = at > 0 && !isBlank(document.lines[at - 1] ?? '');
  plan.insert(at, [...(isBelowText ? [''] : []), ...added, ...(at < document.lines.length ? [''] : [])]);
}

/** What the document itself defines, or imports with all of a package, under a name that the import brings. */
function definedUnder({ document, block }: MergeContext, level: Level, item: Unit): Unit | undefined {
  const names = new Set(namesOf(block.lines, item));
  const source = packageOf(block.lines[item.head] ?? '');
  return level.units.find((unit) => {
    const line = document.lines[unit.head] ?? '';
    if (unit.kind === 'import') return source !== undefined && /\.\*;?\s*$/.test(line) && packageOf(line) === source;
    return unit.kind === 'definition' && namesOf(document.lines, unit).some((name) => names.has(name));
  });
}

/** Of `import a.b.C` and `import a.b.*`. */
function packageOf(line: string): string | undefined {
  return /^\s*import\s+(?:static\s+)?([\w.]+)\.[\w*]+;?\s*$/.exec(line)?.[1];
}

/** @returns whether the two agree on what a file has one of. What is new stands at the top. */
function placePreambles(
  { document, block, plan, path }: MergeContext,
  level: Level,
  matches: readonly Match[],
): boolean {
  for (const { item, unit } of matches) {
    if (item.kind !== 'preamble' || unit !== undefined) continue;
    const line = block.lines[item.head] ?? '';
    const kind = preambleKind(line);
    const rival = document.lines.find((other) => kind !== undefined && preambleKind(other) === kind);
    if (rival !== undefined) {
      plan.refuse(reasons.similar(`"${rival.trim()}"`, path));
      return false;
    }
    const top = level.units[0]?.start ?? 0;
    plan.insert(top, [line, '']);
  }
  return true;
}

/** Behind what has to stand in front of imports. */
function topOf(level: Level, lines: readonly string[], languageId: string): number {
  let at = 0;
  for (const unit of level.units) {
    const isDocstring = languageId === 'python' && /^\s*[rRuU]?(?:"""|'''|")/.test(lines[unit.head] ?? '');
    if (unit.kind !== 'preamble' && unit.kind !== 'comment' && !isDocstring) break;
    at = unit.end;
    while (at < lines.length && isBlank(lines[at] ?? '')) at++;
  }
  // A comment that stands directly above the first definition is its own.
  return at;
}

interface ParsedImport {
  readonly head: string;
  readonly names: readonly string[];
  readonly tail: string;
}

function isSameSource(a: readonly string[], b: readonly string[], languageId: string): boolean {
  const [source, other] = [sourceOf(a, languageId), sourceOf(b, languageId)];
  return source !== undefined && source === other;
}

/** The module whose names an import lists, where one import may list several. */
function sourceOf(lines: readonly string[], languageId: string): string | undefined {
  const text = lines.map((line) => line.trim()).join(' ');
  if (languageId === 'python') return /^from\s+([\w.]+)\s+import\b/.exec(text)?.[1];
  if (/^(?:typescript|javascript)/.test(languageId)) {
    const [, type, source] = /^import\s+(type\s+)?.*?\bfrom\s*["']([^"']+)["']/.exec(text) ?? [];
    const required = /^(?:const|let|var)\s.*\brequire\s*\(\s*["']([^"']+)["']/.exec(text)?.[1];
    return source === undefined ? required : `${type === undefined ? '' : 'type '}${source}`;
  }
  if (languageId === 'go') return /^import\s*\(/.test(text) ? '(' : undefined;
  return undefined;
}

/** An import with the names of both; `undefined` where they cannot be joined. */
function joinImports(lines: readonly string[], own: readonly string[]): readonly string[] | undefined {
  const trimmed = (line: string): string => line.trim().replace(/,$/, '');
  const names = (list: readonly string[]): ReadonlySet<string> =>
    new Set(list.map(trimmed).filter((line) => line !== ''));
  if (lines.length > 1 || own.length > 1) {
    // One name a line.
    if ([...names(lines)].every((name) => names(own).has(name))) return own;
    const [there, here] = [parseImport(lines), parseImport(own)];
    if (there !== undefined && here !== undefined && there.names.every((name) => here.names.includes(name))) return own;
    const missing = own.slice(1, -1).filter((line) => !names(lines).has(trimmed(line)));
    const lost = lines.slice(1, -1).filter((line) => !names(own).has(trimmed(line)));
    // One may be a change of the other.
    if (lost.some((line) => missing.some((other) => wordLikeness(line, other) >= 0.6))) return undefined;
    const close = lines.at(-1) ?? '';
    return lines.length > 2 && own.length > 2 && /^\s*[)}]/.test(close)
      ? [...withComma(lines.slice(0, -1), close), ...missing, close]
      : undefined;
  }
  const [there, here] = [parseImport(lines), parseImport(own)];
  if (there === undefined || here === undefined) return undefined;
  if (there.names.every((name) => here.names.includes(name))) return own;
  if (there.head !== here.head || there.tail !== here.tail) return undefined;
  const all = [...there.names, ...here.names.filter((name) => !there.names.includes(name))];
  return [there.head + all.join(', ') + there.tail];
}

function withComma(lines: readonly string[], close: string): readonly string[] {
  const last = lines.at(-1) ?? '';
  return /^\s*\}/.test(close) && !last.endsWith(',') ? [...lines.slice(0, -1), `${last},`] : lines;
}

/** `import { a, b } from 'x'`, `const { a } = require('x')`, `from x import a, b`. */
function parseImport(lines: readonly string[]): ParsedImport | undefined {
  const text = lines.map((line) => line.trim()).join(' ');
  const parts =
    /^((?:import\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?|(?:const|let|var)\s+)\{\s*)(.*?)(,?\s*\}\s*(?:from|=).*)$/.exec(
      text,
    ) ?? /^(from\s+[\w.]+\s+import\s+\(?)([^()]*?)(,?\s*\)?)$/.exec(text);
  if (parts === null) {
    const alone = /^(import\s+)([\w$]+)(\s+from.*)$/.exec(text);
    return alone === null ? undefined : { head: '', names: [`default ${alone[2]}`], tail: '' };
  }
  const [, head = '', list = '', tail = ''] = parts;
  const main = /^import\s+(?:type\s+)?([\w$]+)\s*,/.exec(head)?.[1];
  const names = list.split(',').map((name) => name.trim());
  return { head, names: main === undefined ? names : [`default ${main}`, ...names], tail };
}
