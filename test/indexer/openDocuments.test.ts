import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { cursorFacts } from '../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { OpenDocuments } from '../../src/indexer/openDocuments.ts';
import { applyEdit, type TextEdit } from '../../src/shared/text.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';
import { never } from '../support/engineFixture.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '../..')));
const documentUri = 'file:///a/pump.ts';
const path = 'pump.ts';
const code = `import { Valve } from './valve.ts';
export class Pump {
  start(valve: Valve) {
    return valve.open(this.pressure);
  }
}
`;

describe('Open documents', function () {
  this.timeout(30_000);
  const fresh = (version = 1) => {
    const documents = new OpenDocuments(grammars);
    documents.open({ documentUri, languageId: 'typescript', version, text: code });
    return documents;
  };

  it('are seen from the cursor', async () => {
    const facts = await fresh().factsAt({ documentUri, version: 1, offset: code.indexOf('valve.open'), path }, never);
    assert.ok(facts !== undefined && facts !== 'notOpen');
    assert.deepEqual([...facts.ownNames].sort(), ['Pump', 'start', 'valve']);
    assert.deepEqual(
      facts.imports.map(({ module }) => module),
      ['./valve.ts'],
    );
  });

  it('say the same, however their text has come about', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar !== undefined);
    const edit = fc.record({
      at: fc.nat(400),
      length: fc.nat(20),
      newText: fc.constantFrom('', 'x', '\n', 'class Tank {}\n', 'import { A } from "a";', '(', '}'),
      isAsked: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 6 }), fc.nat(400), async (steps, cursor) => {
        const documents = fresh();
        let text = code;
        let version = 1;
        for (const { at, length, newText, isAsked } of steps) {
          const start = Math.min(at, text.length);
          const edits: TextEdit[] = [{ range: { start, end: Math.min(start + length, text.length) }, newText }];
          text = edits.reduce(applyEdit, text);
          version += 1;
          documents.edit({ documentUri, version, edits });
          if (isAsked) await documents.factsAt({ documentUri, version, offset: 0, path }, never);
        }
        const offset = Math.min(cursor, text.length);
        const expected = withTree(
          grammar,
          text,
          () => false,
          (tree) => cursorFacts(grammar, tree, text, offset, path),
        );
        assert.deepEqual(await documents.factsAt({ documentUri, version, offset, path }, never), expected);
        documents.close(documentUri);
      }),
      { numRuns: 40 },
    );
  });

  it("take a formatter's many edits as they take each", async () => {
    const documents = fresh();
    const text = code.repeat(60);
    documents.open({ documentUri, languageId: 'typescript', version: 1, text });
    await documents.factsAt({ documentUri, version: 1, offset: 0, path }, never);
    const spaces = [...text.matchAll(/ {2,}/g)].reverse();
    const edits = spaces.map(({ index, 0: found }) => ({
      range: { start: index, end: index + found.length },
      newText: '\t',
    }));
    assert.ok(edits.length > 100);
    documents.edit({ documentUri, version: 2, edits });
    const other = fresh();
    other.open({ documentUri, languageId: 'typescript', version: 2, text: edits.reduce(applyEdit, text) });
    const asked = { documentUri, version: 2, offset: 900, path };
    assert.deepEqual(await documents.factsAt(asked, never), await other.factsAt(asked, never));
  });

  it('are not open in another version, nor when they were closed', async () => {
    const documents = fresh(7);
    const ask = (version: number) => documents.factsAt({ documentUri, version, offset: 0, path }, never);
    assert.equal(await ask(6), 'notOpen');
    assert.notEqual(await ask(7), 'notOpen');
    documents.edit({ documentUri, version: 8, edits: [{ range: { start: 0, end: 0 }, newText: '\n' }] });
    assert.equal(await ask(7), 'notOpen');
    assert.notEqual(await ask(8), 'notOpen');
    const asked = ask(8);
    documents.close(documentUri);
    assert.equal(await asked, 'notOpen');
    documents.edit({ documentUri, version: 9, edits: [] });
    assert.equal(await ask(9), 'notOpen');
  });

  it('have no facts in a language whose syntax is not understood, and none who asks is kept', async () => {
    const documents = new OpenDocuments(grammars);
    documents.open({ documentUri, languageId: 'plaintext', version: 1, text: code });
    assert.equal(await documents.factsAt({ documentUri, version: 1, offset: 0, path }, never), undefined);
    const asked = fresh().factsAt({ documentUri, version: 1, offset: 0, path }, AbortSignal.abort());
    await assert.rejects(asked, { name: 'CancelledError' });
  });
});
