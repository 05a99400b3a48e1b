import { folderOf, joinPath } from '../../core/context/paths.ts';
import type { Workspace } from '../../shared/workspace.ts';
import type { PathIndex } from './pathIndex.ts';

/** What the manifests of a workspace folder say of the names that its modules have. */
export interface Manifests {
  /** Folder of each npm package, by its name. */
  readonly npmPackages: ReadonlyMap<string, string>;
  /** Those that hold for a file: of the deepest folder first, in there the longest first. */
  readonly scriptAliases: readonly ScriptAlias[];
  readonly goModules: readonly { readonly module: string; readonly folder: string }[];
  /** Folder of each crate, by its name with `_`. */
  readonly crates: ReadonlyMap<string, string>;
}

/** Of `compilerOptions.paths` or `baseUrl`. */
export interface ScriptAlias {
  /** Of the tsconfig: it means files in there. */
  readonly folder: string;
  /** What the specifier begins with: `@/`. */
  readonly prefix: string;
  /** What stands in for that, relative to the workspace. */
  readonly target: string;
}

/** Whether what is read of it is in {@link Manifests}. */
export function isManifest(path: string): boolean {
  return manifestNames.has(path.slice(path.lastIndexOf('/') + 1));
}

const scriptConfigs = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];
const manifestNames: ReadonlySet<string> = new Set(['package.json', 'go.mod', 'Cargo.toml', ...scriptConfigs]);

/** Unreadable and wrong ones are left out: what they would say is not known, no more. */
export async function readManifests(workspace: Pick<Workspace, 'read'>, paths: PathIndex): Promise<Manifests> {
  const npmPackages = new Map<string, string>();
  const crates = new Map<string, string>();
  const scriptAliases: ScriptAlias[] = [];
  const goModules: { module: string; folder: string }[] = [];
  const read = async (name: string, use: (text: string, folder: string) => void): Promise<void> => {
    for (const path of new Set([name, ...paths.named(name)].slice(0, maxManifests))) {
      const bytes = await workspace.read(path, maxManifestBytes);
      if (bytes !== undefined) use(new TextDecoder().decode(bytes), folderOf(path));
    }
  };
  await read('package.json', (text, folder) => {
    const name = stringOf(parseJson(text), 'name');
    if (name !== undefined) npmPackages.set(name, folder);
  });
  for (const name of scriptConfigs) await read(name, (text, folder) => scriptAliases.push(...aliasesOf(text, folder)));
  await read('go.mod', (text, folder) => {
    const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
    if (module !== undefined) goModules.push({ module, folder });
  });
  await read('Cargo.toml', (text, folder) => {
    const name = /^\[package\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(text)?.[1];
    if (name !== undefined) crates.set(name.replaceAll('-', '_'), folder);
  });
  // The longest first: the surest.
  goModules.sort((a, b) => b.module.length - a.module.length);
  scriptAliases.sort((a, b) => b.folder.length - a.folder.length || b.prefix.length - a.prefix.length);
  return { npmPackages, scriptAliases, goModules, crates };
}

const maxManifests = 200;
const maxManifestBytes = 256 * 1024;

function aliasesOf(text: string, folder: string): readonly ScriptAlias[] {
  const options = memberOf(parseJson(text), 'compilerOptions');
  const base = joinPath(folder, stringOf(options, 'baseUrl') ?? '.') ?? folder;
  const aliases: ScriptAlias[] = [];
  const paths = memberOf(options, 'paths');
  if (typeof paths === 'object' && paths !== null) {
    for (const [pattern, targets] of Object.entries(paths)) {
      for (const target of Array.isArray(targets) ? targets : []) {
        const resolved = typeof target === 'string' ? joinPath(base, target.replace(/\*.*$/, '')) : undefined;
        if (resolved !== undefined) aliases.push({ folder, prefix: pattern.replace(/\*.*$/, ''), target: resolved });
      }
    }
  }
  if (stringOf(options, 'baseUrl') !== undefined) aliases.push({ folder, prefix: '', target: base });
  return aliases;
}

/** JSON as tsconfig has it: comments, and commas before a closing bracket. `undefined`: it is none. */
function parseJson(text: string): unknown {
  // What is never closed ends with the text: looking for its end again from each place in it would take the square of its
  // length.
  const plain = text
    .replace(
      /("(?:[^"\\]|\\[\s\S]?)*(?:"|$))|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
      (_, literal?: string) => literal ?? '',
    )
    .replace(/,(\s*[}\]])/g, '$1');
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}

function memberOf(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? (object as Readonly<Record<string, unknown>>)[key] : undefined;
}

function stringOf(object: unknown, key: string): string | undefined {
  const value = memberOf(object, key);
  return typeof value === 'string' ? value : undefined;
}
