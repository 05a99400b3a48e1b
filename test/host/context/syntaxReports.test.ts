import { strict as assert } from 'node:assert';
import { SyntaxReports } from '../../../src/host/context/syntaxReports.ts';
import { CancelledError, UserError } from '../../../src/shared/errors.ts';
import type { SyntaxReport } from '../../../src/shared/syntaxQuery.ts';

const never = new AbortController().signal;
const sound = { errors: 0 } as SyntaxReport;

/** Answers one call after the other; `gone`: the worker ends. */
function reportsOf(...answers: readonly (SyntaxReport | undefined | 'gone')[]) {
  const asked: string[] = [];
  const reports = new SyntaxReports({
    syntaxReport: async ({ text }) => {
      const answer = answers[asked.push(text) - 1];
      if (answer === 'gone') throw new UserError('indexGone', 'The index worker has ended.');
      return answer;
    },
  });
  return { reports, asked };
}

const isUnchecked = { code: 'inputInvalid', message: /could not be checked.*divide the file/ };

describe('SyntaxReports', () => {
  it('are asked for once more where the worker has ended', async () => {
    const { reports, asked } = reportsOf('gone', sound);
    assert.equal(await reports.of('typescript', 'a', never), sound);
    assert.deepEqual(asked, ['a', 'a']);
  });

  it('do not end a worker again with a text that has ended two', async () => {
    const { reports, asked } = reportsOf('gone', 'gone', sound);
    await assert.rejects(reports.of('typescript', 'bad', never), isUnchecked);
    await assert.rejects(reports.of('typescript', 'bad', never), isUnchecked);
    assert.equal(await reports.of('typescript', 'good', never), sound);
    assert.deepEqual(asked, ['bad', 'bad', 'good']);
  });

  it('say that there is none only where the syntax of the language is not known', async () => {
    const { reports, asked } = reportsOf(undefined);
    assert.equal(await reports.of('plaintext', 'a', never), undefined);
    assert.deepEqual(asked, []);
    await assert.rejects(reports.of('typescript', 'takes too long', never), isUnchecked);
  });

  it('pass on that nobody waits any more', async () => {
    const reports = new SyntaxReports({ syntaxReport: () => Promise.reject(new CancelledError()) });
    await assert.rejects(reports.of('typescript', 'a', never), CancelledError);
  });
});
