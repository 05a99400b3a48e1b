import type { ImportFact } from '../../shared/codeFacts.ts';
import type { Project } from './project.ts';
import { resolveGo } from './resolveGo.ts';
import { resolvePackage } from './resolvePackages.ts';
import { resolvePath } from './resolvePaths.ts';
import { resolvePython } from './resolvePython.ts';
import { resolveRust } from './resolveRust.ts';
import type { Resolve } from './resolver.ts';
import { resolveScript } from './resolveScript.ts';

/** The files of the workspace that an import may name, by the rule of the importing file's language. */
export function resolveImport(project: Project, from: string, languageId: string, fact: ImportFact): readonly string[] {
  return rules[languageId]?.(project, from, fact) ?? [];
}

/** Where `name`, imported from a module, is a module itself: `from . import errors`, `use crate::{errors}`. */
export function resolveSubmodule(
  project: Project,
  from: string,
  languageId: string,
  module: string,
  name: string,
): readonly string[] {
  const separator = separators[languageId];
  if (separator === undefined) return [];
  const inner = module.endsWith(separator) ? `${module}${name}` : `${module}${separator}${name}`;
  const whole = { names: [], isWholeModule: true, isReexport: false };
  const outer = resolveImport(project, from, languageId, { module, ...whole });
  return resolveImport(project, from, languageId, { module: inner, ...whole }).filter((path) => !outer.includes(path));
}

const separators: Readonly<Record<string, string>> = { python: '.', rust: '::' };

const jvm = resolvePackage(['java', 'kotlin'], '.');
const script = resolveScript;

const rules: Readonly<Record<string, Resolve>> = {
  typescript: script,
  typescriptreact: script,
  javascript: script,
  javascriptreact: script,
  python: resolvePython,
  go: resolveGo,
  rust: resolveRust,
  java: jvm,
  kotlin: jvm,
  csharp: resolvePackage(['csharp'], '.'),
  php: resolvePackage(['php'], '\\'),
  c: resolvePath(['']),
  cpp: resolvePath(['']),
  ruby: resolvePath(['.rb', '']),
  shellscript: resolvePath(['', '.sh']),
};
