import { posix } from 'node:path';
import type { FileImports } from './importBindings.ts';
import type { ParsedRepository } from './loadRepository.ts';
import type { Definition, ParsedSource } from './parseSource.ts';
import { filesOfPackage, packageOf, resolveModule } from './resolveModule.ts';
import { crateOf } from './rustModules.ts';

/** Supertypes that are followed behind one another. */
const maxDepth = 8;

/** What names mean in the files of a repository, as far as simple rules tell. */
export class RepositoryNames {
  readonly repository: ParsedRepository;
  readonly #modules = new Map<string, readonly string[]>();
  readonly #reach = new Map<string, ReadonlySet<string>>();

  constructor(repository: ParsedRepository) {
    this.repository = repository;
  }

  importsOf(file: ParsedSource): FileImports {
    return this.repository.importsByPath.get(file.path) ?? { bindings: [], wildcards: [], reexports: [] };
  }

  module(from: ParsedSource, module: string): readonly string[] {
    const key = `${from.path}\n${module}`;
    let paths = this.#modules.get(key);
    if (paths === undefined) {
      paths = resolveModule(this.repository, from, module);
      this.#modules.set(key, paths);
    }
    return paths;
  }

  /** What a module calls so, its own definitions first, else what it passes on. */
  exported(paths: readonly string[], name: string, seen: Set<string> = new Set()): readonly Definition[] {
    const own = (this.repository.definitionsByName.get(name) ?? []).filter(
      ({ path, container, keys }) =>
        paths.includes(path) && container === undefined && !keys.some((key) => key.includes('=require(')),
    );
    if (own.length > 0) return own;
    for (const path of paths) {
      if (seen.has(`${path}\n${name}`)) continue;
      seen.add(`${path}\n${name}`);
      const file = this.repository.files.get(path);
      if (file === undefined) continue;
      const found = this.#passedOn(file, name, seen);
      if (found.length > 0) return found;
    }
    return [];
  }

  #passedOn(file: ParsedSource, name: string, seen: Set<string>): readonly Definition[] {
    const { reexports, bindings, wildcards } = this.importsOf(file);
    if (name === 'default') {
      const local = defaultExport(file.text);
      if (local !== undefined && local !== 'default') return this.exported([file.path], local, seen);
    }
    for (const { name: passed, module, imported } of reexports) {
      if (passed !== undefined && passed !== name) continue;
      const wanted = passed === undefined ? name : (imported ?? name);
      // Without a module it is the file's own.
      const found = this.exported(module === '' ? [file.path] : this.module(file, module), wanted, seen);
      if (found.length > 0) return found;
    }
    const binding = bindings.find(({ local }) => local === name);
    if (binding?.imported !== undefined)
      return this.exported(this.module(file, binding.module), binding.imported, seen);
    if (file.languageId !== 'python' && file.languageId !== 'rust') return [];
    for (const module of wildcards) {
      const found = this.exported(this.module(file, module), name, seen);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The files of a module that these pass on as a whole, under a name: `export * as name from`, `export { name }`. */
  namespace(paths: readonly string[], name: string, depth = 0): readonly string[] {
    for (const path of depth > maxDepth ? [] : paths) {
      const file = this.repository.files.get(path);
      if (file === undefined) continue;
      const { reexports, bindings } = this.importsOf(file);
      const passed = reexports.find((one) => one.name === name && one.imported === undefined);
      const whole = passed ?? bindings.find(({ local, imported }) => local === name && imported === undefined);
      if (whole !== undefined) return this.module(file, whole.module);
      for (const { name: other, module, imported } of reexports) {
        const isIt = other === undefined || other === name;
        const found =
          isIt && module !== '' ? this.namespace(this.module(file, module), imported ?? name, depth + 1) : [];
        if (found.length > 0) return found;
      }
    }
    return [];
  }

  /** Members of the types of this name that these files define, or of what those extend. */
  members(types: readonly Definition[], name: string, depth = 0): readonly Definition[] {
    const all = this.repository.definitionsByName.get(name) ?? [];
    const containers = new Set(types.map((type) => type.name));
    const own = all.filter(
      ({ container, path }) => container !== undefined && containers.has(container) && this.#sees(path, types),
    );
    if (own.length > 0 || depth > maxDepth) return own;
    for (const type of types) {
      const file = this.repository.files.get(type.path);
      if (file === undefined) continue;
      const found = this.inherited(file, type.name, name, depth + 1);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** Whether a file can have members of one of the types: it has the type, or imports it in some way. */
  #sees(path: string, types: readonly Definition[]): boolean {
    const file = this.repository.files.get(path);
    return file !== undefined && types.some((type) => type.path === path || this.reach(file).has(type.path));
  }

  /** Members that a type of the file, or all of its types, have from what they extend. */
  inherited(file: ParsedSource, type: string | undefined, name: string, depth = 0): readonly Definition[] {
    const supertypes = type === undefined ? [...file.supertypes.values()].flat() : (file.supertypes.get(type) ?? []);
    for (const supertype of new Set(supertypes)) {
      if (supertype === type) continue;
      const types = this.bare(file, supertype).filter(({ kind }) => kind === 'type');
      const found = this.members(types, name, depth + 1);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** What a name without anything before it means: imported, of the same package, of an included header, or the file's own. */
  bare(file: ParsedSource, name: string): readonly Definition[] {
    const { bindings, wildcards } = this.importsOf(file);
    for (const binding of bindings.filter(({ local }) => local === name)) {
      const { module, imported } = binding;
      if (imported === undefined) continue;
      const found = this.exported(this.module(file, module), imported);
      if (found.length > 0) return found;
      // Java's and Kotlin's members of types: `import a.Type.member`.
      const outer = module.split(/\.|::/).at(-1) ?? '';
      const rest = module.slice(0, -outer.length).replace(/(?:\.|::)$/, '');
      const ofType = this.members(
        this.exported(this.module(file, rest), outer).filter(({ kind }) => kind === 'type'),
        imported,
      );
      if (ofType.length > 0) return ofType;
    }
    if (bindings.some(({ local }) => local === name)) return [];
    const all = this.repository.definitionsByName.get(name) ?? [];
    const own = all.filter(({ path }) => path === file.path);
    if (own.length > 0) return own;
    switch (file.languageId) {
      case 'go': {
        const folder = posix.dirname(file.path);
        return all.filter(({ path, container }) => posix.dirname(path) === folder && container === undefined);
      }
      case 'java':
      case 'kotlin': {
        const same = filesOfPackage(this.repository, packageOf(file));
        const found = all.filter(({ path, container }) => container === undefined && same.includes(path));
        if (found.length > 0) return found;
        return wildcards.flatMap((module) => this.exported(this.module(file, module), name));
      }
      case 'c':
      case 'cpp': {
        const reach = this.reach(file);
        // A type's name is its constructors' too; other methods are no names by themselves.
        const visible = all.filter(
          ({ isPrivate, kind, container }) =>
            !isPrivate && (kind !== 'callable' || container === undefined || container === name),
        );
        const isDeclared = visible.some(({ path, container }) => reach.has(path) && container === undefined);
        return isDeclared ? visible.filter(({ path, kind }) => reach.has(path) || kind === 'callable') : [];
      }
      case 'python':
      case 'rust': {
        for (const module of wildcards) {
          const found = this.exported(this.module(file, module), name);
          if (found.length > 0) return found;
        }
        return [];
      }
      default:
        return [];
    }
  }

  /** The file, what it imports, what that imports, and so on; with it, all of its package. */
  reach(file: ParsedSource): ReadonlySet<string> {
    const known = this.#reach.get(file.path);
    if (known !== undefined) return known;
    const reached = new Set<string>();
    const queue = [file.path];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const one = this.repository.files.get(path);
      if (one === undefined || reached.has(path)) continue;
      reached.add(path);
      queue.push(...this.#neighbours(one));
    }
    this.#reach.set(file.path, reached);
    return reached;
  }

  #neighbours(file: ParsedSource): readonly string[] {
    const { bindings, wildcards, reexports } = this.importsOf(file);
    const modules = [...bindings, ...reexports].map(({ module }) => module).concat(wildcards);
    const paths = modules.flatMap((module) => this.module(file, module));
    switch (file.languageId) {
      case 'go':
        return [...paths, ...(this.repository.pathsByFolder.get(posix.dirname(file.path)) ?? [])];
      case 'java':
      case 'kotlin':
        return [...paths, ...filesOfPackage(this.repository, packageOf(file))];
      case 'rust': {
        const crate = crateOf(this.repository, file.path);
        return [
          ...paths,
          ...[...this.repository.files.keys()].filter((path) => crateOf(this.repository, path) === crate),
        ];
      }
      case 'python': {
        // `from . import m`, whose name is a file.
        const files = bindings.flatMap(({ module, imported }) =>
          imported === undefined
            ? []
            : this.module(file, module.endsWith('.') ? `${module}${imported}` : `${module}.${imported}`),
        );
        return [...paths, ...files];
      }
      default:
        return paths;
    }
  }
}

/** The local name of what a module of JavaScript exports as a whole. */
function defaultExport(text: string): string | undefined {
  return (
    /^module\.exports\s*=\s*([\w$]+)\s*;?\s*$/m.exec(text)?.[1] ??
    /^module\.exports\s*=\s*(?:class|function)\s+([\w$]+)/m.exec(text)?.[1] ??
    /^export\s+default\s+(?:abstract\s+)?(?:async\s+)?(?:class|function\*?|interface)\s+([\w$]+)/m.exec(text)?.[1] ??
    /^export\s+default\s+([\w$]+)\s*;?\s*$/m.exec(text)?.[1]
  );
}
