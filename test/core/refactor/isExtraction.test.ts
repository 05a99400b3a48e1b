import assert from 'node:assert/strict';
import { isExtraction } from '../../../src/core/refactor/isExtraction.ts';
import { provenExtractions } from '../../support/extractionCases.ts';
import { syntaxOf } from '../../support/syntaxOf.ts';
import { unprovenPython } from '../../support/unprovenPython.ts';
import { unprovenScript } from '../../support/unprovenScript.ts';

async function isProven(languageId: string, before: string, after: string): Promise<boolean> {
  const [old, own] = [await syntaxOf(languageId, before), await syntaxOf(languageId, after)];
  assert.ok(old && own && own.errors === 0, after);
  return isExtraction(old, own);
}

describe('What was extracted', function () {
  this.timeout(20_000);
  for (const [title, languageId, before, after] of provenExtractions) {
    it(`is put back: ${title}`, async () => assert.ok(await isProven(languageId, before, after)));
  }
  for (const [title, languageId, before, after] of [...unprovenPython, ...unprovenScript]) {
    it(`is not proved: ${title}`, async () => assert.ok(!(await isProven(languageId, before, after))));
  }
});
