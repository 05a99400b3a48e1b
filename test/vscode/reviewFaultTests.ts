import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { DocumentReview } from '../../src/host/refactor/documentReview.ts';
import { OpenReviews } from '../../src/host/refactor/openReviews.ts';
import { uniqueWord } from '../support/reviewPlans.ts';
import { reviewSteps, startingTexts } from '../support/reviewSteps.ts';
import { type FaultCounts, FaultedReview } from './faultedReview.ts';
import { workspaceUri } from './refactorEditor.ts';

const sequences = 200;
const rounds = 8;

describe('reviews in a real VS Code, whatever happens to their documents', function () {
  this.timeout(300_000);
  const context = { subscriptions: [] as vscode.Disposable[] };
  const reviews = new OpenReviews(context);
  const counts: FaultCounts = { accepted: 0, refused: 0, undone: 0, typedWhileAccepting: 0 };
  const seed = Number(process.env['LEEWARD_TEST_SEED'] ?? Date.now() % 1_000_000);
  const planned = fc.sample(fc.tuple(startingTexts, reviewSteps(3, 6)), { numRuns: sequences, seed });
  let index = 0;

  after(() => {
    for (const one of context.subscriptions) one.dispose();
  });

  for (let round = 0; round < rounds; round++) {
    it(`lose and double no character outside of the accepted hunks: sequences ${(round * sequences) / rounds + 1} and on`, async () => {
      for (const [start, steps] of planned.slice((round * sequences) / rounds, ((round + 1) * sequences) / rounds)) {
        const lines = Array.from({ length: start.lineCount }, (_, line) => uniqueWord('base', line));
        const text = lines.join(start.lineEnd) + (start.hasFinalLineEnd ? start.lineEnd : '');
        const uri = workspaceUri(`faults/${index++}.txt`);
        await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
        const document = await vscode.workspace.openTextDocument(uri);
        const review = await reviews.begin(document, {
          title: 'Faults',
          scope: { start: 0, end: text.length },
          otherWish: async () => ({}),
        });
        assert.ok(review instanceof DocumentReview);
        try {
          await new FaultedReview(document, review, counts).run(steps);
        } catch (error) {
          const what = JSON.stringify({ seed, start, steps });
          throw new Error(`${error instanceof Error ? error.stack : String(error)}\n${what}`);
        }
        review.close();
        await document.save();
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }

  it('came to what they are about', () => {
    for (const [what, count] of Object.entries(counts)) assert.ok(count > 5, `${count} ${what}`);
  });
});
