import type { ImportedName, ImportFact } from '../../../shared/codeFacts.ts';

/**
 * What Rust's `use` brings in: `a::{b, c::{self, d as e}, f::*}` is one import a module.
 *
 * @param text the tree, without `use` and `;`.
 */
export function expandUseTree(text: string, isReexport: boolean): readonly ImportFact[] {
  const tokens = text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').match(/::|[{},*]|[^\s:{},*]+/g) ?? [];
  const names = new Map<string, ImportedName[]>();
  const facts: ImportFact[] = [];
  for (const { path, alias } of pathsOf(tokens)) {
    const last = path.at(-1) ?? '';
    const module = path.slice(0, -1).join('::');
    const whole = (of: string, as: string | undefined): void => {
      facts.push({ module: of, names: [], isWholeModule: true, isReexport, ...(as !== undefined && { alias: as }) });
    };
    if (last === '*') whole(module, undefined);
    else if (last === 'self' && path.length > 1) whole(module, alias ?? path.at(-2));
    else if (path.length === 1) whole(last, alias ?? last);
    else {
      let known = names.get(module);
      if (known === undefined) {
        known = [];
        names.set(module, known);
        facts.push({ module, names: known, isWholeModule: false, isReexport });
      }
      known.push(alias === undefined ? { name: last } : { name: last, alias });
    }
  }
  return facts;
}

interface UsePath {
  readonly path: readonly string[];
  readonly alias?: string;
}

/** All the paths of a tree. Braces may be nested as deeply as they like: what is around is kept on a stack. */
function pathsOf(tokens: readonly string[]): readonly UsePath[] {
  const found: UsePath[] = [];
  const outer: (readonly string[])[] = [];
  let prefix: readonly string[] = [];
  let path: string[] = [];
  let alias: string | undefined;
  const finish = (): void => {
    if (path.length > 0) found.push({ path: [...prefix, ...path], ...(alias !== undefined && { alias }) });
    path = [];
    alias = undefined;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    if (token === '{') {
      outer.push(prefix);
      prefix = [...prefix, ...path];
      path = [];
    } else if (token === '}') {
      finish();
      prefix = outer.pop() ?? [];
    } else if (token === ',') finish();
    else if (token === 'as') alias = tokens[++index] ?? '';
    else if (token !== '::') path.push(token);
  }
  finish();
  return found;
}
