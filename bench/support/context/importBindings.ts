/** What the import statements of a file say, read from their text: the bench's own reading, not the product's. */
export interface ImportBinding {
  /** The name in this file. */
  readonly local: string;
  readonly module: string;
  /** The name in the module. Absent: the module as a whole. */
  readonly imported?: string;
}

export interface FileImports {
  readonly bindings: readonly ImportBinding[];
  /** Modules all of whose names can be used, and headers. */
  readonly wildcards: readonly string[];
  /** Passed on to others. `imported` absent: everything. */
  readonly reexports: readonly { readonly name?: string; readonly module: string; readonly imported?: string }[];
}

export function importsOf(languageId: string, statements: readonly string[], text: string): FileImports {
  const found = { bindings: [] as ImportBinding[], wildcards: [] as string[], reexports: [] as Reexport[] };
  const read = readers[languageId];
  for (const statement of statements) read?.(statement.replace(/\/\*.*?\*\/|(?<!:)\/\/.*$/gms, ''), found);
  if (/^(?:java|type)script/.test(languageId)) {
    readRequires(text, found);
    readRenames(text, found);
  }
  return found;
}

type Reexport = FileImports['reexports'][number];
interface Found {
  readonly bindings: ImportBinding[];
  readonly wildcards: string[];
  readonly reexports: Reexport[];
}
type Reader = (statement: string, found: Found) => void;

const readers: Readonly<Record<string, Reader>> = {
  typescript: readScript,
  typescriptreact: readScript,
  javascript: readScript,
  python: readPython,
  go: readGo,
  rust: readRust,
  java: readJava,
  kotlin: readKotlin,
  c: readInclude,
  cpp: readInclude,
};

function readScript(statement: string, { bindings, reexports }: Found): void {
  const module = /['"]([^'"]+)['"]\s*(?:with\b.*)?;?\s*$/s.exec(statement)?.[1];
  if (module === undefined) return;
  const clause = statement.slice(0, statement.lastIndexOf('from')).trim();
  const isExport = clause.startsWith('export');
  const names = [...(/\{([^}]*)\}/.exec(clause)?.[1]?.split(',') ?? [])].map((item) =>
    item.trim().replace(/^type\s+/, ''),
  );
  for (const item of names.filter((name) => name !== '')) {
    const [imported = '', local = imported] = item.split(/\s+as\s+/);
    if (isExport) reexports.push({ name: local, module, imported });
    else bindings.push({ local, module, imported });
  }
  const space = /\*\s*as\s+([\w$]+)/.exec(clause)?.[1];
  if (isExport) {
    if (space !== undefined) reexports.push({ name: space, module });
    else if (clause.includes('*')) reexports.push({ module });
    return;
  }
  if (space !== undefined) bindings.push({ local: space, module });
  const standard = /^import\s+(?:type\s+)?([\w$]+)\s*(?:,|$)/.exec(clause.replace(/\{[^}]*\}/, ''))?.[1];
  if (standard !== undefined && standard !== 'type') bindings.push({ local: standard, module, imported: 'default' });
}

function readRequires(text: string, { bindings }: Found): void {
  const pattern =
    /(?:const|let|var)\s+(\{[^}]*\}|[\w$]+)\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\)(?:\.([\w$]+))?(?![\w$]*\s*\()/g;
  for (const [, target = '', module = '', member] of text.matchAll(pattern)) {
    if (!target.startsWith('{')) {
      bindings.push({ local: target, module, imported: member ?? 'default' });
      continue;
    }
    for (const item of target.slice(1, -1).split(',')) {
      const [imported = '', local = imported] = item.trim().split(/\s*:\s*/);
      if (/^[\w$]+$/.test(local)) bindings.push({ local, module, imported });
    }
  }
}

/** `export { a as b };`, of the module's own. */
function readRenames(text: string, { reexports }: Found): void {
  for (const [, names = ''] of text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}\s*;?\s*$/gm)) {
    for (const item of names.split(',')) {
      const [imported = '', name] = item
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/);
      if (name !== undefined) reexports.push({ name, module: '', imported });
    }
  }
}

function readPython(statement: string, { bindings, wildcards }: Found): void {
  const from = /^from\s+([.\w]+)\s+import\s+\(?(.*?)\)?\s*$/s.exec(statement.replace(/#.*$/gm, ''));
  if (from !== null) {
    const [, module = '', names = ''] = from;
    if (names.trim() === '*') wildcards.push(module);
    else
      for (const item of names.split(',').filter((name) => name.trim() !== '')) {
        const [imported = '', local = imported] = item.trim().split(/\s+as\s+/);
        bindings.push({ local, module, imported });
      }
    return;
  }
  for (const item of statement.replace(/^import\s+/, '').split(',')) {
    const [module = '', alias] = item.trim().split(/\s+as\s+/);
    bindings.push(
      alias === undefined && module.includes('.')
        ? { local: module.split('.')[0] ?? module, module: module.split('.')[0] ?? module }
        : { local: alias ?? module, module },
    );
  }
}

function readGo(statement: string, { bindings, wildcards }: Found): void {
  for (const [, alias, module = ''] of statement.matchAll(/(?:^|[\s(])(?:([\w.]+)\s+)?"([^"]+)"/g)) {
    if (alias === '.') wildcards.push(module);
    else {
      const last =
        module
          .replace(/\/v\d+$/, '')
          .split('/')
          .at(-1) ?? module;
      bindings.push({
        local: alias !== undefined && alias !== 'import' ? alias : last.replace(/^go-|\.v\d+$/g, ''),
        module,
      });
    }
  }
}

function readRust(statement: string, { bindings, wildcards, reexports }: Found): void {
  const [, visibility = '', tree = ''] =
    /^(?:#\[.*?\]\s*)*(pub(?:\s*\([^)]*\))?\s+)?use\s+(.*?);?\s*$/s.exec(statement) ?? [];
  for (const path of expandUse(tree.replace(/\s+/g, ' '))) {
    const [full = '', alias] = path.split(' as ').map((part) => part.trim());
    const parts = full
      .replace(/^::/, '')
      .split('::')
      .map((part) => part.trim());
    const name = parts.at(-1) ?? '';
    const isSelf = name === 'self';
    const module = (isSelf ? parts.slice(0, -2) : parts.slice(0, -1)).join('::');
    const imported = isSelf ? (parts.at(-2) ?? '') : name;
    if (name === '*') {
      wildcards.push(module);
      if (visibility !== '') reexports.push({ module });
      continue;
    }
    bindings.push({ local: alias ?? imported, module, imported });
    if (visibility !== '') reexports.push({ name: alias ?? imported, module, imported });
  }
}

/** `a::{b, c::{d}}` as `a::b`, `a::c::d`. */
function expandUse(tree: string): readonly string[] {
  const open = tree.indexOf('{');
  if (open === -1) return tree.trim() === '' ? [] : [tree.trim()];
  const prefix = tree.slice(0, open).trim();
  const inner = tree.slice(open + 1, tree.lastIndexOf('}'));
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= inner.length; at++) {
    const sign = inner[at];
    if (sign === '{') depth++;
    if (sign === '}') depth--;
    if (at === inner.length || (sign === ',' && depth === 0)) {
      items.push(inner.slice(start, at));
      start = at + 1;
    }
  }
  return items.flatMap((item) => expandUse(item)).map((item) => `${prefix}${item}`);
}

function readJava(statement: string, { bindings, wildcards }: Found): void {
  const path = /^import\s+(?:static\s+)?([\w.]+(?:\.\*)?)/.exec(statement)?.[1];
  if (path === undefined) return;
  readDotted(path, undefined, bindings, wildcards);
}

function readKotlin(statement: string, { bindings, wildcards }: Found): void {
  const [, path, alias] = /^import\s+([\w.`]+(?:\.\*)?)(?:\s+as\s+(\w+))?/.exec(statement) ?? [];
  if (path !== undefined) readDotted(path.replaceAll('`', ''), alias, bindings, wildcards);
}

function readDotted(path: string, alias: string | undefined, bindings: ImportBinding[], wildcards: string[]): void {
  const parts = path.replace(/\.\*$/, '').split('.');
  if (path.endsWith('.*')) wildcards.push(parts.join('.'));
  else {
    const imported = parts.at(-1) ?? '';
    bindings.push({ local: alias ?? imported, module: parts.slice(0, -1).join('.'), imported });
  }
}

function readInclude(statement: string, { wildcards }: Found): void {
  const path = /^#\s*include\s*["<]([^">]+)[">]/.exec(statement)?.[1];
  if (path !== undefined) wildcards.push(path);
}
