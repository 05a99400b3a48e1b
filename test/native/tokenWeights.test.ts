import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { estimateTokens } from '../../src/core/prompt/budget.ts';
import { listFiles } from '../../tools/listFiles.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

const repository = resolve(import.meta.dirname, '../..');
const endings = ['.ts', '.tsx', '.css', '.scm', '.md', '.c', '.h', '.cc', '.cpp', '.py', '.go', '.rs', '.java', '.txt'];

describe('estimateTokens', function () {
  this.timeout(120_000);
  let loader: VocabularyLoader;
  before(async () => {
    loader = await VocabularyLoader.start();
  });
  after(() => loader.dispose());

  it("is hardly ever less than the default model's vocabulary needs, and not much more", async () => {
    const { llamaModel } = await loader.load(await ensureDefaultModel());
    const pieces = ['src', 'native', 'syntaxes', 'docs', 'node_modules/node-addon-api', 'test/fixtures'].flatMap(
      (folder) =>
        listFiles(join(repository, folder), endings, ['node_modules']).flatMap((path) =>
          piecesOf(readFileSync(join(repository, folder, path), 'utf8')),
        ),
    );
    assert.ok(pieces.length > 300, String(pieces.length));
    const needed = pieces.map((piece) => llamaModel.tokenize(piece, false, 'trimLeadingSpace').length);
    const shares = needed.map((tokens, index) => tokens / estimateTokens(pieces[index] ?? '')).sort((a, b) => a - b);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const nearWorst = shares[Math.floor(0.99 * shares.length)] ?? Number.NaN;
    assert.ok(mean > 0.75 && mean < 0.95, `mean ${mean}`);
    assert.ok(nearWorst <= 1.05, `99 of 100: ${nearWorst}`);
  });
});

/** Each 40 lines of a text. */
function piecesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const starts = Array.from({ length: Math.floor(lines.length / 40) }, (_, index) => 40 * index);
  return starts.map((start) => `${lines.slice(start, start + 40).join('\n')}\n`);
}
