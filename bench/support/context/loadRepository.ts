import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { listFiles } from '../../../tools/listFiles.ts';
import { groupBy } from './groupBy.ts';
import { type FileImports, importsOf } from './importBindings.ts';
import { type Definition, type ParsedSource, parseSource } from './parseSource.ts';
import type { LocalRepository } from './repositories.ts';

/** A repository with what the truth knows of each file. */
export interface ParsedRepository {
  readonly name: string;
  readonly root: string;
  readonly languageId?: string;
  readonly isHeldOut: boolean;
  readonly files: ReadonlyMap<string, ParsedSource>;
  readonly importsByPath: ReadonlyMap<string, FileImports>;
  readonly definitionsByName: ReadonlyMap<string, readonly Definition[]>;
  readonly pathsByFolder: ReadonlyMap<string, readonly string[]>;
  /** Texts of `package.json`, `go.mod` and `Cargo.toml`, by path. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Above it a file is generated, or not code. */
const maxFileBytes = 500_000;
const manifestNames = ['package.json', 'go.mod', 'Cargo.toml'];

export async function loadRepository({
  name,
  root,
  languageId,
  isHeldOut,
}: LocalRepository): Promise<ParsedRepository> {
  const files = new Map<string, ParsedSource>();
  for (const path of listFiles(root, [...new Set(syntaxLanguages.flatMap(({ endings }) => endings))])) {
    const text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
    const language = languageOf(path);
    if (language === undefined || text.length > maxFileBytes || text.includes('\0')) continue;
    const parsed = await parseSource(path, language, text);
    if (parsed !== undefined) files.set(path, parsed);
  }
  const all = [...files.values()];
  return {
    name,
    root,
    isHeldOut,
    ...(languageId !== undefined && { languageId }),
    files,
    importsByPath: new Map(all.map((file) => [file.path, importsOf(file.languageId, file.imports, file.text)])),
    definitionsByName: groupBy(
      all.flatMap(({ definitions }) => definitions),
      (definition) => definition.name,
    ),
    pathsByFolder: groupBy(files.keys(), (path) => posix.dirname(path)),
    manifests: new Map(listFiles(root, manifestNames).map((path) => [path, readFileSync(join(root, path), 'utf8')])),
  };
}

function languageOf(path: string): string | undefined {
  return syntaxLanguages.find(({ endings }) => endings.some((ending) => path.toLowerCase().endsWith(ending)))?.id;
}
