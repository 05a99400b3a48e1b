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

const { values: options } = parseArgs({ options: { python: { type: 'string', default: '' }, json: { type: 'boolean', default: false } } });
const cancelled = new AbortController();
process.once('SIGTERM', () => cancelled.abort());
process.once('SIGINT', () => cancelled.abort());
if (options.json) process.stdin.once('end', () => cancelled.abort()).resume();

let lastPercent = '';
try {
  const path = await fetchDefaultModel({ python: options.python, onProgress: report, signal: cancelled.signal });
  if (!options.json && lastPercent !== '') process.stderr.write('\n');
  console.log(options.json ? JSON.stringify({ path }) : path);
} catch (error) {
  fail(error);
}
process.exit();

/** In whole percents. */
function report(progress: FetchProgress): void {
  const percent = `${progress.phase} ${Math.floor((progress.doneBytes / progress.totalBytes) * 100)} %`;
  if (percent === lastPercent) return;
  lastPercent = percent;
  if (options.json) console.log(JSON.stringify(progress));
  else if (process.stderr.isTTY) process.stderr.write(`\rDefault model: ${percent}   `);
}

function fail(error: unknown): void {
  process.exitCode = 1;
  const code = error instanceof UserError ? error.code : 'modelDownloadFailed';
  const message = isCancelled(error) ? 'The download was cancelled.' : (error as Error).message;
  if (options.json) console.log(JSON.stringify({ error: { code, message } }));
  else console.error(message);
}
