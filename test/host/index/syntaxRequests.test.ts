import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IndexClient } from '../../../src/host/index/indexClient.ts';
import { copySyntaxAssets } from '../../../tools/bundle/syntaxAssets.ts';
import { never } from '../../support/engineFixture.ts';

const repository = resolve(import.meta.dirname, '../../..');
const code = 'export function clampValue(value: number): number { return value; }\n';

describe('The index worker, asked about syntax alone', function () {
  this.timeout(120_000);
  let assets: string;
  let client: IndexClient;

  before(async () => {
    assets = mkdtempSync(join(tmpdir(), 'leeward-assets-'));
    await copySyntaxAssets(repository, assets);
    client = new IndexClient({
      launch: { entryPath: join(repository, 'src/indexer/main.ts'), syntaxesPath: join(assets, 'syntaxes') },
      onStatus: () => {},
      onProblem: () => {},
      log: () => {},
    });
  });
  after(() => {
    client.dispose();
    rmSync(assets, { recursive: true, force: true });
  });

  it('reports on a text, with no folder open', async () => {
    const report = await client.syntaxReport({ languageId: 'typescript', text: code }, never);
    assert.deepEqual([report?.errors, report?.exportedNames], [0, ['clampValue']]);
    const broken = await client.syntaxReport({ languageId: 'typescript', text: `${code}}` }, never);
    assert.ok((broken?.errors ?? 0) > 0);
    assert.equal(await client.syntaxReport({ languageId: 'plaintext', text: code }, never), undefined);
  });

  it('tells with which text a document still parses', async () => {
    const query = { languageId: 'typescript', text: code, range: { start: 0, end: 0 }, variants: ['f(;\n', 'f();\n'] };
    assert.equal(await client.firstParsing(query, never), 1);
    assert.equal(await client.firstParsing({ ...query, languageId: 'plaintext' }, never), undefined);
  });

  it('tells the scopes of a document that it was told of, in that version', async () => {
    const at = code.indexOf('return');
    const place = { documentUri: 'file:///clamp.ts', version: 1, selection: { start: at, end: at } };
    assert.equal(await client.scopes(place, never), 'notOpen');
    client.openDocument({ ...place, languageId: 'typescript', text: code });
    const scopes = await client.scopes(place, never);
    assert.ok(Array.isArray(scopes));
    assert.deepEqual(
      scopes.map(({ kind, name }) => [kind, name]),
      [
        ['statement', undefined],
        ['function', 'clampValue'],
      ],
    );
    assert.equal(await client.scopes({ ...place, version: 2 }, never), 'notOpen');
  });
});
