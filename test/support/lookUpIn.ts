import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { cursorFacts } from '../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { languageOfPath } from '../../src/core/syntax/languageLookup.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { lookUp } from '../../src/indexer/lookUp.ts';
import type { ContextCandidates, CursorFacts } from '../../src/shared/contextQuery.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';
import { atCursor } from './atCursor.ts';
import { filledStore, readerOf } from './filledStore.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '../..')));

/** The facts of a document with a cursor mark. */
export async function factsAt(path: string, marked: string): Promise<CursorFacts> {
  const { text, offset } = atCursor(marked);
  const grammar = await grammars.load(languageOfPath(path)?.id ?? '');
  assert.ok(grammar !== undefined);
  const facts = withTree(
    grammar,
    text,
    () => false,
    (tree) => cursorFacts(grammar, tree, text, offset, path),
  );
  assert.ok(facts !== undefined);
  return facts;
}

/** What a document with a cursor mark may need of the other files. */
export async function lookUpIn(
  files: Readonly<Record<string, string>>,
  path: string,
  marked: string,
): Promise<{ readonly facts: CursorFacts; readonly candidates: ContextCandidates }> {
  const store = await filledStore(grammars, { ...files, [path]: marked.replace('‸', '') });
  try {
    const facts = await factsAt(path, marked);
    const nearbyText = marked.replace('‸', '');
    return { facts, candidates: await lookUp(store, readerOf(files), { facts, nearbyText }) };
  } finally {
    store.close();
  }
}
