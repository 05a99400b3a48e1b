/**
 * Fetches the default model into the user's cache.
 *
 * Usage: fetchModel [--python PYTHON] [--json]
 *
 * For people: progress, and the path. With --json one object a line: progress, then `{ "path" }` or `{ "error" }`; the
 * end of its input cancels it. Exit code 1 where the model is not there in the end.
 */
import { parseArgs } from 'node:util';
import { isCancelled, UserError } from '../src/shared/errors.ts';
import { type FetchProgress, fetchDefaultModel } from './models/fetchDefaultModel.ts';

const { values: options } = parseArgs({
  options: { python: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
});
const cancelled = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => cancelled.abort());
if (options.json) process.stdin.once('close', () => cancelled.abort()).resume();

let lastProgress = '';
try {
  const path = await fetchDefaultModel({ python: options.python, onProgress: report, signal: cancelled.signal });
  endProgress();
  console.log(options.json ? JSON.stringify({ path }) : path);
} catch (error) {
  endProgress();
  fail(error);
}
// Not `process.exit`, which would drop what a pipe has not taken yet.
process.stdin.destroy();

/** In whole percents. */
function report(progress: FetchProgress): void {
  const text = `${progress.phase} ${Math.floor((progress.doneBytes / progress.totalBytes) * 100)} %`;
  if (text === lastProgress) return;
  lastProgress = text;
  if (options.json) console.log(JSON.stringify(progress));
  else if (process.stderr.isTTY) process.stderr.write(`\rDefault model: ${text}   `);
}

function endProgress(): void {
  if (!options.json && process.stderr.isTTY && lastProgress !== '') process.stderr.write('\n');
}

function fail(error: unknown): void {
  process.exitCode = 1;
  if (!isCancelled(error) && !(error instanceof UserError)) console.error(error);
  const code = error instanceof UserError ? error.code : 'modelDownloadFailed';
  const message = isCancelled(error) ? 'The download was cancelled.' : (error as Error).message;
  if (options.json) console.log(JSON.stringify({ error: { code, message } }));
  else if (isCancelled(error) || error instanceof UserError) console.error(message);
}
