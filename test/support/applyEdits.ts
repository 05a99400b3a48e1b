import { strict as assert } from 'node:assert';
import { applyEdit, type TextEdit } from '../../src/shared/text.ts';

/** The text after edits that must be ascending and disjoint, none of them without an effect. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let end = -1;
  for (const { range, newText } of edits) {
    assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length);
    assert.ok(range.start > end || (end === -1 && range.start === 0), 'edits are ascending and disjoint');
    assert.notEqual(text.slice(range.start, range.end), newText, 'an edit changes something');
    ({ end } = range);
  }
  return edits.reduceRight(applyEdit, text);
}
