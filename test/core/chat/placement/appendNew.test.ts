import { strict as assert } from 'node:assert';
import { outline, type Unit } from '../../../../src/core/chat/placement/outline.ts';
import { placeBlock } from '../../../../src/core/chat/placement/placeBlock.ts';
import { type ApplyCase, readApplyCases } from '../../../support/applyCases.ts';
import { applyEdits } from '../../../support/applyEdits.ts';

type Document = ApplyCase['document'];

const documents = [...new Map(readApplyCases().map(({ file, document }) => [file, document])).values()];

/** Functions of the outermost level, and the document's lines. */
function functionsOf({ text, languageId }: Document) {
  const lines = text.split('\n');
  const { units } = outline(lines, languageId);
  const isFunction = ({ kind, head, body, isContainer }: Unit): boolean =>
    kind === 'definition' &&
    body !== undefined &&
    !isContainer &&
    /^(?:export )?(?:async )?function |^def |^async def |^func \w|^(?:pub )?fn /.test(lines[head] ?? '');
  return { lines, functions: units.filter(isFunction) };
}

const apply = (code: string, document: Document, isNamed = true) =>
  placeBlock({ code, language: '', isClosed: true }, { ...document, isNamed });

describe('a function that is new to a file', () => {
  it('goes behind all that is there, or nowhere, whichever file it comes from', () => {
    let placed = 0;
    for (const document of documents) {
      const text = document.text.replace(/\n*$/, '\n');
      for (const other of documents.filter(({ languageId }) => languageId === document.languageId)) {
        if (other === document) continue;
        const { lines, functions } = functionsOf(other);
        for (const { start, end } of functions) {
          const code = `${lines.slice(start, end).join('\n')}\n`;
          const placement = apply(code, { ...document, text });
          // One of the same name is another matter; else nothing is placed where the file is not certain.
          if (placement.kind !== 'placed' || apply(code, { ...document, text }, false).kind !== 'refused') continue;
          placed += 1;
          const after = applyEdits(text, placement.edits);
          assert.equal(after.trimEnd().slice(0, text.trimEnd().length), text.trimEnd(), document.path);
          assert.ok(after.endsWith(`\n\n${code}`), document.path);
        }
      }
    }
    assert.ok(placed >= 10, `${placed} were placed`);
  });

  it('goes nowhere where the file has it under another name', () => {
    for (const document of documents) {
      const { lines, functions } = functionsOf(document);
      for (const { start, head, end } of functions) {
        const [, name = ''] = /(?:function\*?|def|func|fn)\s+(\w+)/.exec(lines[head] ?? '') ?? [];
        const renamed = lines.slice(start, end).join('\n').replaceAll(name, 'completelyOther');
        assert.notEqual(apply(renamed, document).kind, 'placed', `${document.path}: ${name}`);
      }
    }
  });
});
