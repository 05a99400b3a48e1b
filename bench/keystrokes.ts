/**
 * What a keystroke costs while one types: prompt tokens that the model has to read for it, for each order of a prompt that
 * fills in the middle (prefix-suffix-middle, suffix-prefix-middle, only the prefix), what is read in the background, and
 * the time to ghost text. Beside it llama.vscode with llama.cpp's own server, which is built from the source that
 * node-llama-cpp brings, once; where it cannot be built it is left out.
 *
 * Files of a real repository are typed (`keystrokeTrace.ts`) by someone who waits for each answer, takes none, and then goes
 * on after a pause. Pauses in which nothing is computed pass at once (`typingClock.ts`). All type the same keystrokes in one
 * run, some at a time in turn, with the same model, its header changed where it has to have markers, and as many threads.
 *
 * A keystroke that asks nothing (a completion that is known covers it; something was deleted) has no part in the figures
 * for one keystroke. Context of the repository is left out on both sides but for llama.vscode's own ring, which here has
 * text of the typed file only.
 *
 * With `--layers`, all have a model of only that many of its layers: tokens are counted in a fraction of the time, and times
 * say nothing. `--kinds` tells which keystrokes the tokens come from.
 *
 * Usage: npm run bench:keystrokes -- [--json] [--repo DIR] [--keystrokes N] [--files N] [--seed N] [--stretch N]
 *   [--orders psm,spm,prefix] [--no-peer] [--threads N] [--minutes N] [--layers N] [--llama-server FILE]
 *   [--kinds]
 */
import { link, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { ToolError } from '../tools/toolError.ts';
import { repositories } from './support/context/repositories.ts';
import { seededRandom } from './support/context/seededRandom.ts';
import { buildLlamaServer } from './support/keystrokes/buildLlamaServer.ts';
import type { Keystroke } from './support/keystrokes/keystroke.ts';
import { keystrokeTrace } from './support/keystrokes/keystrokeTrace.ts';
import { LeewardTypist } from './support/keystrokes/leewardTypist.ts';
import { PeerTypist } from './support/keystrokes/peerTypist.ts';
import { reportKeystrokes } from './support/keystrokes/reportKeystrokes.ts';
import { typedFiles } from './support/keystrokes/typedFiles.ts';
import type { TypedFile, TypedKey, Typist } from './support/keystrokes/typist.ts';
import { writeTwin } from './support/keystrokes/writeTwin.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repo: { type: 'string' },
    keystrokes: { type: 'string', default: '400' },
    files: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    stretch: { type: 'string', default: '25' },
    orders: { type: 'string', default: 'psm,spm,prefix' },
    'no-peer': { type: 'boolean', default: false },
    threads: { type: 'string', default: `${Math.max(1, availableParallelism() - 1)}` },
    minutes: { type: 'string', default: '600' },
    layers: { type: 'string' },
    'llama-server': { type: 'string' },
    kinds: { type: 'boolean', default: false },
  },
});
const threads = Number(options.threads);
const stretch = Number(options.stretch);
/** What is typed by then is reported. */
const endMs = performance.now() + Number(options.minutes) * 60_000;

const folder = await mkdtemp(join(tmpdir(), 'leeward-keystrokes-'));
const typists: Typist[] = [];
try {
  const [repository] = await repositories({ folders: options.repo ? [options.repo] : [], only: ['rxjs'] }, noteMissing);
  if (repository === undefined) throw new ToolError('There is nothing to type: name a folder with --repo.');
  const strokes = strokesOf(repository.root);
  const models = await writeModels();
  const orders = options.orders.split(',').filter((order) => order in models) as (keyof typeof models)[];
  for (const order of orders) typists.push(await LeewardTypist.start(order, models[order], threads));
  const peer = options['no-peer'] ? undefined : await startPeer(models.psm);
  if (peer !== undefined) typists.push(peer);

  const typed = new Map<string, TypedKey[]>(typists.map(({ name }) => [name, []]));
  for (let at = 0; at < strokes.length && performance.now() < endMs; at += stretch) {
    // Who begins changes, so that nobody always has the machine in the same state.
    const first = (at / stretch) % typists.length;
    for (const typist of [...typists.slice(first), ...typists.slice(0, first)]) {
      for (const { file, stroke } of strokes.slice(at, at + stretch)) {
        const key = await typist.type(stroke, file);
        typed.get(typist.name)?.push(key);
      }
      await typist.rest();
      process.stderr.write(`keystroke ${at + stretch} of ${strokes.length}: ${typist.name}\x1b[K\r`);
    }
  }
  const traces = new Map<string, { readonly keys: readonly TypedKey[]; readonly backgroundTokens: number }>();
  for (const typist of typists) {
    const keys = typed.get(typist.name) ?? [];
    traces.set(typist.name, { keys, backgroundTokens: await typist.backgroundTokens() });
  }
  reportKeystrokes({ traces, orders, peer: peer?.name, kinds: options.kinds, threads, repository: repository.name });
} finally {
  for (const typist of typists) await typist.dispose();
  await rm(folder, { recursive: true, force: true });
}

function noteMissing(name: string, reason: string): void {
  console.error(`${name} is left out: ${reason}`);
}

/** As many from each file. */
function strokesOf(root: string): readonly { readonly file: TypedFile; readonly stroke: Keystroke }[] {
  const random = seededRandom(`${options.seed} files`);
  const files = typedFiles(root, Number(options.files), random);
  const share = Math.ceil(Number(options.keystrokes) / Math.max(1, files.length));
  return files.flatMap(({ file, text }) => {
    const trace = [...keystrokeTrace(text, seededRandom(`${options.seed} ${file.path}`))];
    return trace.slice(0, share).map((stroke) => ({ file, stroke }));
  });
}

/** Which order a model is asked in follows from its markers and its name. */
async function writeModels() {
  const [psm, spm, prefix] = [
    join(folder, 'marked.gguf'),
    join(folder, 'mellum-marked.gguf'),
    join(folder, 'plain.gguf'),
  ];
  const source = await ensureDefaultModel();
  const wish = options.layers === undefined ? {} : { layers: Number(options.layers) };
  await writeTwin(source, psm, { isMarked: true, ...wish });
  await link(psm, spm);
  await writeTwin(source, prefix, { isMarked: false, ...wish });
  return { psm, spm, prefix };
}

async function startPeer(modelPath: string): Promise<PeerTypist | undefined> {
  try {
    const program = options['llama-server'] ?? (await buildLlamaServer());
    return await PeerTypist.start(program, modelPath, threads, seededRandom(`${options.seed} ring`));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    console.error(`llama.vscode is left out: ${error.message}`);
    return undefined;
  }
}
