import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { scanSource } from './scanSource.ts';

interface Layer {
  readonly name: string;
  /** Matches the paths that belong to it. The first layer that claims a path has it. */
  readonly claims: RegExp;
  /** Layers it may import, beside itself. */
  readonly layers: readonly string[] | 'any';
  readonly packages: readonly string[] | 'any';
  readonly node: boolean;
  readonly vscode: boolean;
  /** No clock, no timers, no chance, no process: these come in through ports. */
  readonly pure: boolean;
}

const runsInNode = { node: true, vscode: false, pure: false } as const;

/** Who may import what. A path that no layer claims is an error. */
const layers: readonly Layer[] = [
  {
    name: 'shared',
    claims: /^src\/shared\/.*\.ts$/,
    layers: [],
    packages: ['valibot', 'vscode-jsonrpc'],
    node: false,
    vscode: false,
    pure: true,
  },
  {
    name: 'syntaxes',
    claims: /^syntaxes\/languages\.ts$/,
    layers: [],
    packages: [],
    node: false,
    vscode: false,
    pure: true,
  },
  {
    name: 'core',
    claims: /^src\/core\/.*\.ts$/,
    layers: ['shared', 'syntaxes'],
    packages: ['lru-cache', 'web-tree-sitter', 'ignore', 'diff', 'markdown-it'],
    node: false,
    vscode: false,
    pure: true,
  },
  {
    // Without `vscode`, so that tools and tests talk to the engine from plain Node.
    name: 'engine client',
    claims: /^src\/host\/engine\/.*\.ts$/,
    layers: ['shared', 'core'],
    packages: ['vscode-jsonrpc', 'valibot'],
    ...runsInNode,
  },
  {
    // The index worker, a process of its own.
    name: 'indexer',
    claims: /^src\/indexer\/.*\.ts$/,
    layers: ['shared', 'syntaxes', 'core'],
    packages: ['vscode-jsonrpc', 'valibot', 'ignore'],
    ...runsInNode,
  },
  {
    // Without `vscode`, so that tools and tests talk to the index worker from plain Node.
    name: 'index client',
    claims: /^src\/host\/index\/.*\.ts$/,
    layers: ['shared', 'core'],
    packages: ['vscode-jsonrpc', 'valibot'],
    ...runsInNode,
  },
  {
    name: 'host',
    claims: /^src\/host\/.*\.ts$/,
    layers: ['shared', 'syntaxes', 'core', 'engine client', 'index client'],
    packages: ['vscode-jsonrpc', 'valibot', 'birpc'],
    ...runsInNode,
    vscode: true,
  },
  {
    name: 'extension',
    claims: /^src\/extension\.ts$/,
    layers: ['shared', 'core', 'engine client', 'index client', 'host'],
    packages: [],
    ...runsInNode,
    vscode: true,
  },
  {
    // The chat page, which runs in a webview: pure decisions and the DOM, nothing else.
    name: 'media',
    claims: /^media\/.*\.tsx?$/,
    layers: ['shared', 'core'],
    packages: ['preact', 'markdown-it', 'dompurify', 'highlight.js', 'birpc', 'valibot'],
    node: false,
    vscode: false,
    pure: false,
  },
  {
    name: 'native',
    claims: /^native\/.*\.ts$/,
    layers: ['shared'],
    packages: ['node-llama-cpp', 'vscode-jsonrpc', 'yauzl'],
    ...runsInNode,
  },
  {
    name: 'tools',
    claims: /^(?:tools\/.*\.ts|esbuild\.mjs)$/,
    layers: ['shared', 'syntaxes', 'core', 'engine client', 'index client', 'indexer', 'native'],
    packages: ['esbuild', 'mocha', '@vscode/vsce', 'yauzl'],
    ...runsInNode,
  },
  {
    name: 'tests in VS Code',
    claims: /^test\/(?:vscode|support\/fixtures)\/.*\.ts$/,
    layers: 'any',
    packages: 'any',
    ...runsInNode,
    vscode: true,
  },
  { name: 'test', claims: /^test\/.*\.ts$/, layers: 'any', packages: 'any', ...runsInNode },
  { name: 'bench', claims: /^bench\/.*\.ts$/, layers: 'any', packages: 'any', ...runsInNode },
];

const impureGlobals =
  /(?<![.\w$#])(?:process|Buffer|setTimeout|setInterval|setImmediate|performance|fetch|globalThis|Date\.now|new\s+Date\s*\(\s*\)|Math\.random|crypto)(?![\w$])/g;

/**
 * Checks every import of `files` against the table above.
 *
 * @param files source by path, relative to the repository, with `/`.
 * @returns one line for each violation; empty where there is none.
 */
export function checkLayers(files: ReadonlyMap<string, string>): readonly string[] {
  const problems: string[] = [];
  const importsOf = new Map<string, readonly string[]>();
  for (const [path, source] of files) {
    const layer = layerOf(path);
    if (layer === undefined) {
      problems.push(`${path}: no layer claims it`);
      continue;
    }
    const { code, imports, computedImports } = scanSource(source);
    for (const { specifier, line } of imports) {
      const problem = checkImport(layer, path, specifier);
      if (problem !== undefined) problems.push(`${path}:${line}: ${problem}`);
    }
    // What cannot be read cannot be checked.
    if (layer.packages !== 'any') for (const line of computedImports) problems.push(`${path}:${line}: computed import`);
    if (layer.pure) {
      for (const match of code.matchAll(impureGlobals)) {
        const line = code.slice(0, match.index).split('\n').length;
        problems.push(`${path}:${line}: ${layer.name} is pure and may not use ${match[0]}`);
      }
    }
    const targets = imports.filter(({ specifier }) => specifier.startsWith('.'));
    importsOf.set(
      path,
      targets.map(({ specifier }) => resolveImport(path, specifier)),
    );
  }
  return [...problems, ...findCycles(importsOf)];
}

function layerOf(path: string): Layer | undefined {
  return layers.find(({ claims }) => claims.test(path));
}

function resolveImport(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

function checkImport(layer: Layer, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return checkOwnImport(layer, resolveImport(from, specifier));
  if (specifier === 'vscode') return layer.vscode ? undefined : `${layer.name} may not import vscode`;
  if (specifier.startsWith('node:')) return layer.node ? undefined : `${layer.name} may not import ${specifier}`;
  if (isBuiltin(specifier)) return `write node:${specifier}`;
  const packageName = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (layer.packages === 'any' || layer.packages.includes(packageName)) return undefined;
  return `${layer.name} may not import the package ${packageName}`;
}

function checkOwnImport(layer: Layer, target: string): string | undefined {
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return `no layer claims ${target}`;
  if (targetLayer === layer || layer.layers === 'any' || layer.layers.includes(targetLayer.name)) return undefined;
  return `${layer.name} may not import ${targetLayer.name} (${target})`;
}

/** One line a cycle, type imports included: two files that need each other's types are one idea. */
function findCycles(importsOf: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      cycles.push(`import cycle: ${[...trail.slice(start), path].join(' -> ')}`);
      return;
    }
    if (finished.has(path)) return;
    for (const target of importsOf.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  return cycles;
}
