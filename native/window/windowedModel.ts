import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SlidingWindow } from '../../src/shared/engineProtocol.ts';
import { throwIfAborted, UserError, type UserErrorCode } from '../../src/shared/errors.ts';
import type { ModelFileSummary } from '../gguf/checkModelFile.ts';
import { MetadataReader } from '../gguf/metadataReader.ts';
import { readSplitParts } from '../gguf/readSplitParts.ts';
import { chooseWindow } from './chooseWindow.ts';
import { modelImportFailed } from './importErrors.ts';
import { modelIdentity } from './modelParts.ts';
import { sweepTwinFolder } from './sweepTwinFolder.ts';
import { findTwin, markChosen, twinFolder } from './twinCache.ts';

export interface WindowedModelOptions {
  readonly path: string;
  /** What `checkModelFile` said of that file. */
  readonly file: Pick<ModelFileSummary, 'header'>;
  readonly slidingWindow: SlidingWindow;
  /** 0 to 1. Not called where nothing has to be written. */
  readonly onProgress: (progress: number) => void;
  readonly signal: AbortSignal;
  /** Absent: Leeward's folder in the user's cache. */
  readonly cacheDir?: string;
}

export interface WindowedModel {
  /** Of the twin. */
  readonly path: string;
  readonly windowTokens: number;
}

/**
 * The windowed twin of a model, written now where it is not in the cache yet; `undefined` where the model stays as it is.
 *
 * @throws UserError `settingInvalid`, `modelImportFailed`, `modelMissing`, `modelInvalid`; CancelledError.
 */
export async function windowedModel(options: WindowedModelOptions): Promise<WindowedModel | undefined> {
  const { path, file, slidingWindow, cacheDir } = options;
  const metadata = new MetadataReader(path, file.header.metadata);
  const folder = twinFolder(cacheDir);
  const others = slidingWindow === 'off' ? [] : await readSplitParts(metadata);
  const tensors = [file.header, ...others].flatMap((header) => header.tensors);
  const windowTokens = chooseWindow(metadata, tensors, slidingWindow);
  if (windowTokens === undefined) {
    markChosen(folder, path);
    // Those of models that are gone. Nothing waits for it, and it never throws.
    void sweepTwinFolder(folder);
    return undefined;
  }
  const source = await modelIdentity({ path, header: file.header });
  const found = await findTwin(folder, source, windowTokens);
  if (found === undefined) return { path: await importInChild(options, windowTokens), windowTokens };
  void sweepTwinFolder(folder);
  return { path: found, windowTokens };
}

/** What the importing program prints, one JSON object a line. */
type ImportMessage =
  | { readonly doneBytes: number; readonly totalBytes: number }
  | { readonly path: string }
  | { readonly error: { readonly code: UserErrorCode; readonly message: string } };

/** In a program of its own: it keeps several threads busy, and the engine's pool has one, which computes. */
async function importInChild(options: WindowedModelOptions, windowTokens: number): Promise<string> {
  const { path, onProgress, signal, cacheDir } = options;
  throwIfAborted(signal);
  // With `=`, since a path may begin with a dash.
  const cache = cacheDir === undefined ? [] : [`--cache=${cacheDir}`];
  const { UV_THREADPOOL_SIZE: _, ...environment } = process.env;
  const child = spawn(process.execPath, [importEntry(), `--import=${path}`, `--window=${windowTokens}`, ...cache], {
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
    env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
  });
  const ended = endOf(child);
  child.stdin.on('error', () => {}); // It may have ended by itself.
  // Closing its input cancels it, on every platform.
  const cancel = () => child.stdin.end();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    let last: ImportMessage | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      last = parseMessage(line) ?? last;
      if (last !== undefined && 'doneBytes' in last) onProgress(last.doneBytes / last.totalBytes);
    }
    const ending = await ended;
    if (last !== undefined && 'path' in last) return last.path;
    throwIfAborted(signal);
    if (last !== undefined && 'error' in last) throw new UserError(last.error.code, last.error.message);
    throw modelImportFailed(
      `The windowed copy of ${path} was not written, since the program that writes it ended early (${ending}). Try again, or set leeward.model.slidingWindow to "off".`,
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Beside the engine's bundle, or in the sources. */
function importEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? '../windowModel.ts' : './windowModel.mjs';
  return fileURLToPath(new URL(name, import.meta.url));
}

/** How it ended: a signal's name, an exit code, or why it could not be started. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (exitCode, signal) => resolve(signal ?? `exit code ${exitCode}`));
  });
}

/** `undefined` where a line is cut. */
function parseMessage(line: string): ImportMessage | undefined {
  try {
    return JSON.parse(line) as ImportMessage;
  } catch {
    return undefined;
  }
}
