import { documentLines } from '../chat/placement/documentLines.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { outline, type Unit, unitsWithin } from '../chat/placement/outline.ts';
import { dedent } from '../chat/placement/reindent.ts';
import { isBlank } from '../completion/lines.ts';
import type { ScopeParts } from './scopeParts.ts';
import { unaskedLosses } from './unaskedLosses.ts';

/**
 * Something that the scope defined, and others in the file may use: functions and classes, since a variable may be computed
 * otherwise.
 *
 * @param instruction what the user asks for, where that may be to lose some. Then members count too.
 */
export function lostDefinition(before: ScopeParts, after: ScopeParts, instruction?: string): string | undefined {
  const [old, own] = [definitionsOf(before), definitionsOf(after)];
  const lost =
    instruction === undefined
      ? [...old].find((path) => !path.includes('.') && !own.has(path))
      : unaskedLosses(old, own, instruction)[0];
  return lost === undefined ? undefined : `The answer no longer defines ${lost}.`;
}

/** Of both levels: `Store`, `Store.put`. */
function definitionsOf({ scope, languageId }: ScopeParts): ReadonlySet<string> {
  const { lines } = documentLines(scope);
  const flush = dedent(lines, lexLines(lines, languageId));
  const outlined = outline(flush, languageId);
  const isNamed = ({ kind, key, body, head }: Unit) =>
    kind === 'definition' && key !== undefined && body !== undefined && !/^\s*[\w.$]+\s*=[^=>]/.test(flush[head] ?? '');
  const paths = outlined.units.filter(isNamed).flatMap((unit) => {
    const name = nameOf(unit);
    const members = unit.isContainer && unit.body !== undefined ? unitsWithin(outlined, unit.body) : [];
    return [name, ...members.filter(isNamed).map((member) => `${name}.${nameOf(member)}`)];
  });
  return new Set(paths);
}

function nameOf({ key = '' }: Unit): string {
  return key.slice(key.indexOf(':') + 1);
}

/**
 * Most of a whole file: as a model answers that gives only the part which it has changed. The instruction may ask for it in
 * words that are not known here.
 */
export function lostLines(before: ScopeParts, after: ScopeParts, instruction: string): string | undefined {
  if (!isBlank(before.head + before.tail) || shortens.test(instruction)) return undefined;
  const countOf = (text: string) => documentLines(text).lines.filter((line) => !isBlank(line)).length;
  const [old, own] = [countOf(before.scope), countOf(after.head + after.scope)];
  if (old < leastLines || own >= old / 2) return undefined;
  return `Only ${own} of ${old} lines are left.`;
}

/** Shorter files may well become half as long. */
const leastLines = 10;

const shortens =
  /\b(?:remove|delete|drop|strip|cut|clear|empty|erase|discard|get rid|keep only|only keep|shorten|shorter|condense|summari[sz]e|minify|reduce|dedup\w*)\b/i;
