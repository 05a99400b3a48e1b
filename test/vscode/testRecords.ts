/** What tests in the extension host leave in a file, one JSON object a line, for whoever started them to read. */
export type TestRecord =
  /** The first line. */
  | { readonly kind: 'start'; readonly pid: number }
  | { readonly kind: 'test'; readonly title: string; readonly outcome: Outcome; readonly error?: string }
  /** The last line. Without it the extension host died, whatever it says about itself. */
  | { readonly kind: 'end'; readonly error?: string };

export type Outcome = 'passed' | 'failed' | 'pending';

export interface InnerTest {
  /** The titles of its suites and its own, joined by spaces. */
  readonly title: string;
  readonly outcome: Outcome;
  /** With the stack, where it failed. */
  readonly error?: string;
}

/** The environment variable that names the file to the extension host. */
export const recordsPathVariable = 'LEEWARD_TEST_RECORDS';

/** The records in a file's text; a last line that is not whole yet is left out. */
export function parseTestRecords(text: string): readonly TestRecord[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TestRecord);
}

/** The tests that records tell of; @throws Error where they tell that the run was not whole, or of no test. */
export function testsOf(records: readonly TestRecord[]): readonly InnerTest[] {
  const tests = records
    .filter((record) => record.kind === 'test')
    .map(({ title, outcome, error }) => ({ title, outcome, ...(error !== undefined && { error }) }));
  const end = records.find((record) => record.kind === 'end');
  if (end === undefined) throw new Error(`The extension host ended before its tests did; ${progressOf(records)}.`);
  if (end.error !== undefined) throw new Error(`The tests could not be run: ${end.error}`);
  if (tests.length === 0) throw new Error('The extension host ran no test.');
  return tests;
}

/** How far an unfinished run came, for a message. */
export function progressOf(records: readonly TestRecord[]): string {
  if (records.length === 0) return 'it began no test';
  const last = records.filter((record) => record.kind === 'test').at(-1);
  return last === undefined ? 'no test ended' : `the last that ended was: ${last.title}`;
}
