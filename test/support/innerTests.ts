import { Test } from 'mocha';
import type { InnerTest } from '../vscode/testRecords.ts';

/** A test that has run in the extension host, as one of the suite that ran it. */
export function asTest({ title, outcome, error }: InnerTest): Test {
  if (outcome === 'pending') return new Test(title);
  return new Test(title, () => {
    if (error === undefined) return;
    const failure = new Error(error.split('\n', 1)[0]);
    // Where it failed, in the extension host: the stack of this place says nothing.
    failure.stack = error;
    throw failure;
  });
}
