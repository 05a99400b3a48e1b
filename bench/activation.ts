/**
 * What the extension costs VS Code as it starts: the activation time as VS Code's own "Show Running Extensions" page
 * gives it (loading the bundle and calling `activate`), window by window, and the size of what is loaded for that. All
 * extensions start at once in one thread, so each figure has time of the others in it: those of VS Code's own Git and Emmet
 * stand beside it, from the same windows.
 *
 * Usage: node bench/activation.ts [--json] [--rounds N]      (needs a build: npm run build)
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionFolder, startLeewardWorkbench } from '../test/support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, runCommand, statusItem } from '../test/support/workbench.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '7' } },
});
const rounds = Number(options.rounds);

const browser = await launchBrowser();
const leeward = await startLeewardWorkbench({ files: { 'a.txt': '' }, settings: { 'leeward.engine.gpu': 'cpu' } });
const names = ['Leeward', 'Git', 'Emmet'] as const;
const activationMs: Record<(typeof names)[number], number[]> = { Leeward: [], Git: [], Emmet: [] };
try {
  for (let round = 0; round < rounds; round++) {
    // Tall enough for the whole list, which is drawn only as far as it is seen.
    const { page, close } = await openWorkbench(browser, leeward.server, { viewport: { width: 1200, height: 3000 } });
    await statusItem(page, /SmolLM2/i).waitFor({ timeout: 60_000 });
    await runCommand(page, 'Developer: Show Running Extensions');
    for (const name of names) {
      const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({
        has: page.locator('.name').getByText(name, { exact: true }),
      });
      const text = (await row.locator('.activation-time').textContent()) ?? '';
      const milliseconds = /(\d+)\s*ms/.exec(text)?.[1];
      if (milliseconds === undefined) throw new Error(`VS Code gave no activation time of ${name}: ${text}`);
      activationMs[name].push(Number(milliseconds));
    }
    await close();
  }
} finally {
  await browser.close();
  await leeward.dispose();
}

const spread = (all: readonly number[]) => ({ median: median(all), max: Math.max(...all) });
const figures = {
  activationMs: spread(activationMs.Leeward),
  gitMs: spread(activationMs.Git),
  emmetMs: spread(activationMs.Emmet),
  rounds,
  startKiB: Math.round(startBytes() / 1024),
};
printResult(
  `Activation as VS Code measures it: ${rounds} windows`,
  [
    { figure: 'activation ms', ...figures.activationMs, goal: 'below 50' },
    { figure: 'of Git, ms', ...figures.gitMs, goal: '' },
    { figure: 'of Emmet, ms', ...figures.emmetMs, goal: '' },
    { figure: 'loaded for it, KiB', median: figures.startKiB, max: figures.startKiB, goal: 'below 500' },
  ],
  figures,
);

/** Of the bundle, and of its parts that it loads at once. */
function startBytes(): number {
  const metafile = readFileSync(join(extensionFolder, 'dist', 'meta', 'extension.json'), 'utf8');
  const { outputs } = JSON.parse(metafile) as { outputs: Readonly<Record<string, Output>> };
  const started = new Set(Object.keys(outputs).filter((path) => path.endsWith('/extension.cjs')));
  for (const path of started)
    for (const { path: imported, kind } of outputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && outputs[imported] !== undefined) started.add(imported);
  return [...started].reduce((sum, path) => sum + statSync(join(extensionFolder, path)).size, 0);
}

interface Output {
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}
