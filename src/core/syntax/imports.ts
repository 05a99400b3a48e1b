import type { ImportedName, ImportFact } from '../../shared/codeFacts.ts';
import type { CapturedImport, Captures, ImportPart } from './captures.ts';
import { expandUseTree } from './languages/rustUse.ts';

/** The imports of a file, in its order. */
export function findImports({ imports, importParts }: Captures): readonly ImportFact[] {
  const parts = [...importParts].sort((a, b) => a.start - b.start);
  let next = 0;
  return mergeStatements(imports).flatMap((statement) => {
    const own: ImportPart[] = [];
    for (let part = parts[next]; part !== undefined && part.start < statement.end; part = parts[++next]) {
      // The same place is one part, however many patterns find it.
      if (part.start >= statement.start && own.at(-1)?.start !== part.start) own.push(part);
    }
    return factsOf(statement, own);
  });
}

/** Each statement once, in the order of the file, passed on where one pattern says so. */
function mergeStatements(imports: readonly CapturedImport[]): readonly CapturedImport[] {
  const byStart = new Map<number, CapturedImport>();
  for (const found of imports) {
    if (byStart.get(found.start)?.isReexport !== true) byStart.set(found.start, found);
  }
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

function factsOf({ isReexport }: CapturedImport, parts: readonly ImportPart[]): readonly ImportFact[] {
  const names: ImportedName[] = [];
  let module: string | undefined;
  let isWholeModule = false;
  let alias: string | undefined;
  /** It stands in front of its name: `const alias = require('m').name`. */
  let aliasOfNext: string | undefined;
  let qualified: string | undefined;
  const whole = (as: string | undefined): void => {
    isWholeModule = true;
    alias = as;
  };
  for (const { role, text } of parts) {
    switch (role) {
      case 'tree':
        return expandUseTree(text, isReexport);
      case 'module':
        // C's `<stdio.h>` is one node, and so is `'a b.sh'` of a shell.
        module = text.replace(/^(?:<(.*)>|'(.*)')$/, '$1$2');
        break;
      case 'name':
        names.push({ name: text.replace(/^:/, ''), ...(aliasOfNext !== undefined && { alias: aliasOfNext }) });
        break;
      case 'default':
        names.push({ name: 'default', alias: text });
        break;
      case 'alias':
        aliasOfNext = names.length === 0 ? text : undefined;
        if (names.length > 0) names.push({ name: names.pop()?.name ?? text, alias: text });
        break;
      case 'namespace':
        whole(text);
        break;
      case 'all':
        whole(undefined);
        break;
      case 'whole':
        module = text;
        whole(text);
        break;
      case 'qualified':
        qualified = text;
        break;
      case 'path':
        module = text;
        // Without a name of its own, and not with all its names brought in by `.`.
        if (!isWholeModule) whole(goPackageName(text));
        break;
      case 'submodule':
        module = `self::${text}`;
        whole(text);
        break;
      case 'exports':
        whole(text === 'exports' ? undefined : text);
        break;
    }
  }
  // Kotlin's `com.a.B` is one node: a package and a name, unless `.*` follows.
  if (qualified !== undefined && isWholeModule) module = qualified;
  else if (qualified !== undefined) {
    const dot = qualified.lastIndexOf('.');
    module = qualified.slice(0, Math.max(0, dot));
    names.push({ name: qualified.slice(dot + 1), ...(aliasOfNext !== undefined && { alias: aliasOfNext }) });
  }
  // A list of exports that gives names of this file other names.
  if (isReexport && names.length > 0) module ??= '';
  return module === undefined
    ? []
    : [{ module, names, isWholeModule, isReexport, ...(alias !== undefined && { alias }) }];
}

/** What Go calls a package that an import gives no name: its path's last part, without a version. */
function goPackageName(path: string): string | undefined {
  return path
    .replace(/(?:\/|\.)v\d+$/, '')
    .split('/')
    .at(-1);
}
