/**
 * Prints the completion at a place of a file, and one line of figures: what "Leeward: Complete Here" does, or with
 * --automatic what typing does, without the editor.
 *
 * Usage: npm run complete -- FILE:LINE:COLUMN [--automatic] [--model FILE.gguf] [--json]   (line and column from 1)
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Completer } from '../src/core/completion/completer.ts';
import { formatRequest, type RequestLog } from '../src/core/completion/requestLog.ts';
import { UserError } from '../src/shared/errors.ts';
import { parseSettings } from '../src/shared/settings.ts';
import { languageOf } from './languageOf.ts';
import { openShellEngine, runCommand } from './shellEngine.ts';

const usage = 'Usage: npm run complete -- FILE:LINE:COLUMN [--automatic] [--model FILE.gguf] [--json]';
const never = new AbortController().signal;

await runCommand(main);

async function main(): Promise<void> {
  const { values, positionals } = parseArguments();
  if (values.help) return console.log(usage);
  const place = parsePlace(positionals);
  const text = readText(place.file);
  const offset = offsetOf(text, place);
  const logs: RequestLog[] = [];
  const { settings } = parseSettings({});
  const engine = await openShellEngine(values.model);
  try {
    const completer = new Completer({
      engine,
      clock: { nowMs: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
      log: (line) => logs.push(line),
      settings: () => ({ ...settings.completion, alternatives: 1 }),
    });
    const trigger = values.automatic ? 'automatic' : 'explicit';
    const document = { uri: pathToFileURL(place.file).href, languageId: languageOf(place.file) };
    const [completion] = await completer.complete({ document, text, offset, trigger }, never);
    const [log] = logs;
    if (values.json)
      return console.log(JSON.stringify({ completion: completion?.text ?? '', range: completion?.range, ...log }));
    console.log(completion?.text ?? '');
    if (log !== undefined) console.log(`-- ${formatRequest(log)}`);
  } finally {
    engine.dispose();
  }
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        automatic: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        model: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UserError('inputInvalid', `${(error as Error).message}\n${usage}`);
  }
}

interface FilePlace {
  readonly file: string;
  /** 1-based, as editors show them. */
  readonly line: number;
  readonly column: number;
}

function parsePlace([place, ...more]: readonly string[]): FilePlace {
  if (place === undefined) throw new UserError('inputInvalid', usage);
  if (more.length > 0)
    throw new UserError('inputInvalid', `One place at a time: ${more.join(' ')} is too much.\n${usage}`);
  // The last two colons count: a Windows path has one of its own.
  const match = /^(.+):(\d+):(\d+)$/.exec(place);
  if (match === null) {
    throw new UserError('inputInvalid', `A place is FILE:LINE:COLUMN, and ${JSON.stringify(place)} is none.\n${usage}`);
  }
  const [, file = '', line, column] = match;
  return { file: resolve(file), line: Number(line), column: Number(column) };
}

function readText(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UserError('inputInvalid', `There is no file ${file}.`);
  if (!found.isFile()) throw new UserError('inputInvalid', `${file} is a folder; name a file in it.`);
  const text = readFileSync(file, 'utf8');
  if (text.includes('\0')) throw new UserError('inputInvalid', `${file} is no text file.`);
  return text;
}

function offsetOf(text: string, { file, line, column }: FilePlace): number {
  const lines = text.split('\n');
  const found = lines[line - 1];
  if (found === undefined)
    throw new UserError('inputInvalid', `${file} has ${lines.length} lines, and no line ${line}.`);
  const length = found.replace(/\r$/, '').length;
  if (column < 1 || column > length + 1)
    throw new UserError(
      'inputInvalid',
      `Line ${line} of ${file} has the columns 1 to ${length + 1}, and no column ${column}.`,
    );
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}
