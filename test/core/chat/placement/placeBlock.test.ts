import { strict as assert } from 'node:assert';
import { codeBlocks } from '../../../../src/core/chat/codeBlocks.ts';
import { placeBlock } from '../../../../src/core/chat/placement/placeBlock.ts';
import type { Placement, Target } from '../../../../src/core/chat/placement/placement.ts';
import { type ApplyCase, readApplyCases } from '../../../support/applyCases.ts';
import { applyEdits } from '../../../support/applyEdits.ts';

const cases = readApplyCases();

describe('placeBlock, with answers of all shapes', () => {
  it('has at least 300 of them', () => assert.ok(cases.length >= 300, `${cases.length}`));

  for (const example of cases) {
    it(`${example.file}: ${example.name}`, () => {
      check(example, example.document.text, example.answer, (text) => text);
    });
  }

  it('comes to the same with CRLF in the document, with a byte order mark, and without a final line end', () => {
    for (const example of cases) {
      const { text } = example.document;
      if (text === '') continue;
      const crlf = (other: string): string => other.replaceAll('\n', '\r\n');
      check(example, crlf(text), example.answer, crlf);
      check(example, `\ufeff${text}`, example.answer, (other) => `\ufeff${other}`);
      const cut = (other: string): string => other.replace(/\n$/, '');
      check(example, cut(text), example.answer, cut);
    }
  });

  it('comes to the same with CRLF in the answer', () => {
    for (const example of cases) {
      check(example, example.document.text, example.answer.replaceAll('\n', '\r\n'), (text) => text);
    }
  });

  it('comes to nothing, or to the same, where the answer breaks off', () => {
    for (const example of cases) {
      const closed = example.answer.lastIndexOf('```');
      for (const end of [closed - 1, Math.floor(closed / 2)]) {
        const block = codeBlocks(example.answer.slice(0, Math.max(0, end)))[example.blockIndex];
        if (block === undefined || block.isClosed) continue;
        assert.equal(placeBlock(block, example.document).kind, 'refused', `${example.file}: ${example.name}`);
      }
    }
  });
});

/** @param toVariant what was done to the document's text, to be done to the expected one. */
function check(
  { file, name, document, blockIndex, expected }: ApplyCase,
  text: string,
  answer: string,
  toVariant: (text: string) => string,
): void {
  const where = `${file}: ${name}`;
  const block = codeBlocks(answer)[blockIndex];
  if (block === undefined || expected.kind === 'no block') {
    assert.equal(block?.code, undefined, where);
    assert.equal(expected.kind, 'no block', where);
    return;
  }
  // What is refused is refused all the more where the file is not certain.
  const target: Target = { ...document, text, isNamed: true };
  const placement = placeBlock(block, target);
  if (expected.kind === 'refused') {
    assert.equal(placement.kind, 'refused', `${where}\n${show(placement, text)}`);
    if (placement.kind === 'refused')
      assert.ok(placement.reason.includes(expected.reason), `${where}: ${placement.reason}`);
  } else if (expected.kind === 'unchanged')
    assert.deepEqual(placement, { kind: 'unchanged' }, `${where}\n${show(placement, text)}`);
  else {
    const after = show(placement, text);
    assert.equal(after, toVariant(expected.text), where);
    assert.deepEqual(placeBlock(block, { ...target, text: after }), { kind: 'unchanged' }, `${where}, once more`);
  }
}

function show(placement: Placement, text: string): string {
  if (placement.kind === 'placed') return applyEdits(text, placement.edits);
  return placement.kind === 'refused' ? placement.reason : text;
}
