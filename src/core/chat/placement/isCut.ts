import { wordLikeness } from './likeness.ts';
import type { MergeContext } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/**
 * Whether the block ends in the middle of what it shows, so that the rest of it would go: where no bracket closes it, and its
 * last line is not the last in the document, or looks like the line that the document has at that place.
 */
export function isCut({ document, block }: MergeContext, unit: Unit, item: Unit): boolean {
  if (telling(block.lines.slice(item.end)).length > 0) return false;
  const own = telling(block.lines.slice(item.head, item.end));
  const there = telling(document.lines.slice(unit.head, unit.end));
  const last = own.at(-1) ?? '';
  if (last === there.at(-1) || /^(?:[)\]}]|end\b|fi\b|done\b)/.test(last)) return false;
  if (there.includes(last) || (last.endsWith(':') && document.languageId === 'python')) return true;
  return own.length < there.length && wordLikeness(last, there[own.length - 1] ?? '') >= 0.6;
}

function telling(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}
