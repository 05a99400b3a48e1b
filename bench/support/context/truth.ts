import type { ParsedRepository } from './loadRepository.ts';
import type { Definition, ParsedSource, Use } from './parseSource.ts';
import { RepositoryNames } from './repositoryNames.ts';
import { isStandardMember, isStandardReceiver } from './standardNames.ts';

/** What a name on a line means, or why the bench does not ask about it. */
export type Truth =
  | { readonly kind: 'known'; readonly definitions: readonly Definition[]; readonly rule: TruthRule }
  | { readonly kind: 'leftOut'; readonly reason: LeftOutReason }
  /** The file's own, or of no file of the repository. */
  | { readonly kind: 'noQuestion' };

export type TruthRule = 'imported' | 'visible' | 'inherited' | 'typedReceiver' | 'namedReceiver' | 'byName';
export type LeftOutReason =
  | 'shadowed'
  | 'tooMany'
  | 'standardName'
  | 'notConnected'
  | 'ambiguousReceiver'
  | 'unresolvedImport';

/** What a grammar takes for names, and operators of Kotlin that are the standard library's nearly always. */
const notNames: ReadonlySet<string> = new Set('true false null and or xor inv shl shr ushr'.split(' '));
/** Definitions that a name behind an unknown receiver may have. */
const maxDefinitions = 5;
/** Of the files that use a name behind a dot, at least this share must reach one of its definitions. */
const minConnectedShare = 0.5;

export class TruthFinder {
  readonly names: RepositoryNames;
  readonly #memberUsers: ReadonlyMap<string, readonly ParsedSource[]>;
  readonly #attributes: ReadonlySet<string>;

  constructor(repository: ParsedRepository) {
    this.names = new RepositoryNames(repository);
    const files = [...repository.files.values()];
    const users = new Map<string, ParsedSource[]>();
    for (const file of files) {
      const used = new Set(file.uses.filter(({ role }) => role === 'member').map(({ name }) => name));
      for (const name of used) users.set(name, [...(users.get(name) ?? []), file]);
    }
    this.#memberUsers = users;
    this.#attributes = new Set(files.flatMap(({ attributes }) => [...attributes]));
  }

  truthOf(file: ParsedSource, use: Use): Truth {
    const truth = this.#find(file, use);
    if (truth.kind !== 'known') return truth;
    // Kotlin's functions are called; else a member of what `this` is meant, which has no receiver to see.
    const isFunction = truth.definitions.every(({ kind }) => kind === 'callable');
    if (file.languageId === 'kotlin' && use.role === 'bare' && isFunction && !use.isCalled)
      return { kind: 'noQuestion' };
    const elsewhere = truth.definitions.filter(({ path, isPrivate }) => path !== file.path && !isPrivate);
    return elsewhere.length === 0 ? { kind: 'noQuestion' } : { ...truth, definitions: elsewhere };
  }

  #find(file: ParsedSource, use: Use): Truth {
    const { name, role, receiver } = use;
    if (notNames.has(name)) return { kind: 'noQuestion' };
    const { bindings } = this.names.importsOf(file);
    const isImported = bindings.some(({ local }) => local === name);
    if (role !== 'bare') {
      if (file.ownNames.has(name)) return { kind: 'noQuestion' };
      return this.#behindReceiver(file, name, role, receiver);
    }
    if (isImported) {
      const found = this.names.bare(file, name);
      // A module as a whole is not asked about: what is used of it is.
      const isWhole = bindings.some((one) => one.local === name && one.imported === 'default');
      if (isWhole && found.every(({ kind }) => kind === 'value')) return { kind: 'noQuestion' };
      if (found.length > 0)
        return this.#isShadowed(file, name) ? { kind: 'leftOut', reason: 'shadowed' } : known(found, 'imported');
      const isOurs = bindings.some(
        (one) =>
          one.local === name &&
          one.imported !== undefined &&
          this.names.module(file, one.module).length > 0 &&
          this.#wholeModule(file, one).length === 0,
      );
      return isOurs ? { kind: 'leftOut', reason: 'unresolvedImport' } : { kind: 'noQuestion' };
    }
    if (file.ownNames.has(name)) return { kind: 'noQuestion' };
    const found = this.names.bare(file, name);
    if (found.length > 0) return known(found, 'visible');
    const inherited = /^(?:java|kotlin|cpp)$/.test(file.languageId) ? this.names.inherited(file, undefined, name) : [];
    return inherited.length > 0 ? known(inherited, 'inherited') : { kind: 'noQuestion' };
  }

  #isImportShadowed(file: ParsedSource, name: string): boolean {
    const { bindings } = this.names.importsOf(file);
    return bindings.some(({ local }) => local === name) && this.#isShadowed(file, name);
  }

  /** Bound to something else too. `const name = require(..)` is a variable itself. */
  #isShadowed(file: ParsedSource, name: string): boolean {
    const isVariable = file.text.includes('require(') && !/^\s*import\b/m.test(file.text);
    return (file.bindingCounts.get(name) ?? 0) > (isVariable ? 1 : 0);
  }

  #behindReceiver(file: ParsedSource, name: string, role: 'member' | 'path', receiver: string | undefined): Truth {
    if (receiver !== undefined && /^(?:this|self|super|cls|Self)$/.test(receiver)) {
      const found = this.names.inherited(file, undefined, name);
      return found.length > 0 ? known(found, 'inherited') : { kind: 'noQuestion' };
    }
    if (receiver !== undefined && !this.#isImportShadowed(file, receiver)) {
      const told = this.#behindName(file, name, receiver);
      if (told !== undefined) return told;
    }
    return role === 'path' ? { kind: 'noQuestion' } : this.#byName(file, name);
  }

  /** @returns `undefined` where nothing is known of the receiver. */
  #behindName(file: ParsedSource, name: string, receiver: string): Truth | undefined {
    const binding = this.names.importsOf(file).bindings.find(({ local }) => local === receiver);
    if (binding !== undefined) {
      const paths = this.names.module(file, binding.module);
      const whole = this.#wholeModule(file, binding);
      const inModule = this.names.exported(whole, name);
      if (inModule.length > 0) return known(inModule, 'namedReceiver');
      const types = this.names.bare(file, receiver).filter(({ kind }) => kind === 'type');
      const members = this.names.members(types, name);
      if (members.length > 0) return known(members, 'namedReceiver');
      return paths.length === 0 && whole.length === 0
        ? { kind: 'noQuestion' }
        : { kind: 'leftOut', reason: 'ambiguousReceiver' };
    }
    const type = file.declaredTypes.get(receiver);
    if (type !== undefined) {
      const types = this.names.bare(file, type).filter(({ kind, name: own }) => kind === 'type' || own === type);
      if (types.length === 0) return { kind: 'noQuestion' };
      const members = this.names.members(types, name);
      return members.length > 0 ? known(members, 'typedReceiver') : { kind: 'noQuestion' };
    }
    if (file.ownNames.has(receiver)) {
      const members = this.names.members(ownTypes(file, receiver), name);
      return members.length > 0 ? known(members, 'typedReceiver') : undefined;
    }
    const types = this.names.bare(file, receiver).filter(({ kind }) => kind === 'type');
    if (types.length === 0) return isStandardReceiver(file.languageId, receiver) ? { kind: 'noQuestion' } : undefined;
    const members = this.names.members(types, name);
    return members.length > 0 ? known(members, 'namedReceiver') : { kind: 'noQuestion' };
  }

  /** Files of a module that is imported as a whole. */
  #wholeModule(
    file: ParsedSource,
    { module, imported }: { readonly module: string; readonly imported?: string },
  ): readonly string[] {
    if (imported === undefined || imported === 'default') return this.names.module(file, module);
    if (/script/.test(file.languageId)) return this.names.namespace(this.names.module(file, module), imported);
    const separator = file.languageId === 'rust' ? '::' : module.endsWith('.') ? '' : '.';
    if (file.languageId !== 'python' && file.languageId !== 'rust') return [];
    const inner = this.names.module(file, `${module}${separator}${imported}`);
    const outer = this.names.module(file, module);
    return inner.some((path) => outer.includes(path)) ? [] : inner;
  }

  #byName(file: ParsedSource, name: string): Truth {
    const { repository } = this.names;
    const all = (repository.definitionsByName.get(name) ?? []).filter(
      ({ path, container, kind, isPrivate }) =>
        !isPrivate &&
        (container !== undefined || (kind === 'callable' && languageOf(repository, path) === 'kotlin')) &&
        familyOf(languageOf(repository, path)) === familyOf(file.languageId),
    );
    if (all.length === 0) return { kind: 'noQuestion' };
    if (isStandardMember(file.languageId, name)) return { kind: 'leftOut', reason: 'standardName' };
    if (this.#attributes.has(name)) return { kind: 'leftOut', reason: 'ambiguousReceiver' };
    if (all.length > maxDefinitions) return { kind: 'leftOut', reason: 'tooMany' };
    const reach = this.names.reach(file);
    const reachable = all.filter(({ path }) => reach.has(path));
    if (reachable.length === 0 || this.#connectedShare(name, all) < minConnectedShare)
      return { kind: 'leftOut', reason: 'notConnected' };
    return known(reachable, 'byName');
  }

  #connectedShare(name: string, definitions: readonly Definition[]): number {
    const users = this.#memberUsers.get(name) ?? [];
    const connected = users.filter((user) => definitions.some(({ path }) => this.names.reach(user).has(path)));
    return users.length === 0 ? 1 : connected.length / users.length;
  }
}

function known(definitions: readonly Definition[], rule: TruthRule): Truth {
  return { kind: 'known', definitions, rule };
}

function ownTypes(file: ParsedSource, name: string): readonly Definition[] {
  return file.definitions.filter((definition) => definition.name === name && definition.kind === 'type');
}

function languageOf({ files }: ParsedRepository, path: string): string {
  return files.get(path)?.languageId ?? '';
}

function familyOf(languageId: string): string {
  if (/script/.test(languageId)) return 'script';
  if (/^c(?:pp)?$/.test(languageId)) return 'c';
  return /^(?:java|kotlin)$/.test(languageId) ? 'jvm' : languageId;
}
