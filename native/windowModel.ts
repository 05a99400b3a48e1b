/**
 * Writes the windowed twin of a model file: the same model, whose layers look back at most as many tokens as its window
 * has, so that its cache stays as small whatever the text's length.
 *
 * For people: `windowModel IN.gguf OUT.gguf [--window N] [--json]`.
 *
 * For the engine: `windowModel --import=IN.gguf --window=N [--cache=FOLDER]` puts it into the user's cache. One JSON
 * object a line, as with --json: progress, then `{ "path", "windowTokens" }` or `{ "error" }`; the end of its input
 * cancels it.
 *
 * Exit code 1 where the twin is not there in the end, 2 where it was called in a wrong way.
 */
import { isCancelled, UserError } from '../src/shared/errors.ts';
import { createTwin } from './window/createTwin.ts';
import { ImportProgress } from './window/importProgress.ts';
import { importWindowed } from './window/importWindowed.ts';
import { type Arguments, readArguments, usage } from './window/readArguments.ts';

const cancelled = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => cancelled.abort());
// An engine that was killed reads nothing any more; unheard, the error would end this program before it has cleaned up.
process.stdout.on('error', () => cancelled.abort());
const args = argumentsOrUsage();
if (args?.kind === 'help') console.log(usage);
else if (args !== undefined) await run(args);
// Not `process.exit`, which would drop what a pipe has not taken yet.
process.stdin.destroy();

function argumentsOrUsage(): Arguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function run(wish: Exclude<Arguments, { readonly kind: 'help' }>): Promise<void> {
  const { isJson } = wish;
  if (wish.kind === 'import') process.stdin.once('close', () => cancelled.abort()).resume();
  const progress = new ImportProgress(isJson);
  try {
    const { path, windowTokens } = await write(wish, progress);
    progress.end();
    console.log(isJson ? JSON.stringify({ path, windowTokens }) : `${path} has a window of ${windowTokens} tokens.`);
  } catch (error) {
    progress.end();
    fail(error, isJson);
  }
}

async function write(wish: Exclude<Arguments, { readonly kind: 'help' }>, progress: ImportProgress) {
  const { source, windowTokens } = wish;
  const onProgress = (doneBytes: number, totalBytes: number) => progress.report(doneBytes, totalBytes);
  const options = { signal: cancelled.signal, onProgress };
  if (wish.kind === 'create') return await createTwin(source, wish.target, { windowTokens, ...options });
  const cache = wish.cacheDir === undefined ? {} : { cacheDir: wish.cacheDir };
  return { path: await importWindowed(source, wish.windowTokens, { ...cache, ...options }), windowTokens };
}

function fail(error: unknown, isJson: boolean): void {
  process.exitCode = 1;
  if (!isCancelled(error) && !(error instanceof UserError)) console.error(error);
  const code = error instanceof UserError ? error.code : 'modelImportFailed';
  const message = isCancelled(error) ? 'The import was cancelled.' : (error as Error).message;
  if (isJson) console.log(JSON.stringify({ error: { code, message } }));
  else if (isCancelled(error) || error instanceof UserError) console.error(message);
}
