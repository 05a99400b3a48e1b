/**
 * Builds every bundle into `dist`, and its metafile into `dist/meta`. Exit code 1 where one of them failed.
 *
 * Usage: node esbuild.mjs [--production] [--tests] [--watch] [--outdir FOLDER]
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { commonJsParts } from './tools/bundle/commonJsParts.ts';
import { bundleNodeLlamaCpp, copyLibraryFiles, probePath } from './tools/bundle/nodeLlamaCpp.ts';
import { copySyntaxAssets } from './tools/bundle/syntaxAssets.ts';

const { values: flags } = parseArgs({
  options: {
    /** Small and without source maps, for the package. */
    production: { type: 'boolean', default: false },
    /** Also the tests that run inside VS Code. */
    tests: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});

const repository = import.meta.dirname;
const outputFolder = resolve(repository, flags.outdir);

/** Bundled CommonJS dependencies call `require`, which an ES module has not. */
const requireBanner =
  "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);";

const commonCode = {
  // The oldest Node among the VS Code versions of `engines.vscode`.
  target: 'node22',
  minifyWhitespace: flags.production,
  minifySyntax: flags.production,
  // Names are kept, so that a stack in a user's log can be read.
  minifyIdentifiers: false,
};

/** @type {import('esbuild').BuildOptions} */
const commonOptions = {
  ...commonCode,
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  sourcemap: flags.production ? false : 'linked',
};

/** @type {import('esbuild').BuildOptions} */
const esModule = { format: 'esm', banner: { js: requireBanner } };

/** In CommonJS there is no `import.meta`, which the package's module asks for its own place. */
const commonJsTreeSitter = { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' };

/**
 * The chat page, which runs in a webview: in the Chromium of the oldest VS Code of `engines.vscode`.
 *
 * @type {import('esbuild').BuildOptions}
 */
const webPage = {
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'media/tsconfig.json',
  minifyIdentifiers: flags.production,
  loader: { '.ttf': 'copy' },
  assetNames: '[name]',
};

const nodeLlamaCpp = (/** @type {string} */ outputPath) => ({
  ...esModule,
  // Which binaries are there is found out at run time, beside the bundle.
  external: ['@node-llama-cpp/*', 'electron'],
  plugins: [bundleNodeLlamaCpp(outputPath)],
});

/** @type {{ name: string, entry: string, output: string, options: import('esbuild').BuildOptions }[]} */
const bundles = [
  {
    name: 'extension',
    entry: 'src/extension.ts',
    output: 'extension.cjs',
    options: {
      external: ['vscode'],
      outdir: outputFolder,
      plugins: [commonJsParts('extension', commonCode, !flags.production)],
    },
  },
  { name: 'engine', entry: 'native/main.ts', output: 'engine.mjs', options: nodeLlamaCpp('engine.mjs') },
  {
    name: 'probe',
    entry: `node_modules/${probePath}`,
    output: probePath,
    options: nodeLlamaCpp(probePath),
  },
  { name: 'chat', entry: 'media/main.tsx', output: 'chat/chat.js', options: webPage },
  { name: 'chatStyles', entry: 'media/css/chat.css', output: 'chat/chat.css', options: webPage },
  {
    name: 'codicons',
    entry: 'node_modules/@vscode/codicons/dist/codicon.css',
    output: 'chat/codicon.css',
    // The font keeps its name, beside the style sheet that loads it.
    options: webPage,
  },
  { name: 'indexer', entry: 'src/indexer/main.ts', output: 'indexer.mjs', options: esModule },
  // A thread of the extension host's.
  {
    name: 'placementThread',
    entry: 'src/host/chat/blocks/placementThread.ts',
    output: 'placementThread.mjs',
    options: esModule,
  },
  { name: 'fetchModel', entry: 'native/fetchModel.ts', output: 'fetchModel.mjs', options: esModule },
  // Beside the engine, which starts the one, which starts threads of the other.
  { name: 'windowModel', entry: 'native/windowModel.ts', output: 'windowModel.mjs', options: esModule },
  { name: 'hashWorker', entry: 'native/window/hashWorker.ts', output: 'hashWorker.mjs', options: esModule },
];
if (flags.tests) {
  for (const name of ['run', 'runRefactor', 'runReview']) {
    bundles.push({
      name: `tests-${name}`,
      entry: `test/vscode/${name}.ts`,
      output: `test/${name}.cjs`,
      options: { format: 'cjs', external: ['vscode', 'mocha'], alias: commonJsTreeSitter },
    });
  }
}

await Promise.all([copyLibraryFiles(repository, outputFolder), copySyntaxAssets(repository, outputFolder)]);
if (flags.watch) {
  await Promise.all(bundles.map(async (bundle) => (await context(optionsOf(bundle, 'info'))).watch()));
} else {
  for (const result of await Promise.allSettled(bundles.map(buildBundle))) {
    if (result.status === 'fulfilled') continue;
    process.exitCode = 1;
    // esbuild has already printed what is wrong with the sources.
    if (result.reason.errors === undefined) console.error(result.reason);
  }
}

async function buildBundle(/** @type {typeof bundles[number]} */ bundle) {
  const { metafile } = await build(optionsOf(bundle, 'warning'));
  const metafilePath = join(outputFolder, 'meta', `${bundle.name}.json`);
  await mkdir(dirname(metafilePath), { recursive: true });
  await writeFile(metafilePath, JSON.stringify(metafile));
  const { size } = await stat(join(outputFolder, bundle.output));
  console.log(`${bundle.output}  ${(size / 1024).toFixed(1)} KiB`);
}

/** @returns {import('esbuild').BuildOptions & { metafile: true }} */
function optionsOf(/** @type {typeof bundles[number]} */ bundle, /** @type {import('esbuild').LogLevel} */ logLevel) {
  return {
    ...commonOptions,
    ...bundle.options,
    metafile: true,
    logLevel,
    entryPoints: [bundle.entry],
    ...(bundle.options.outdir === undefined && { outfile: join(outputFolder, bundle.output) }),
  };
}
