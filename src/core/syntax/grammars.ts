import { Language, Parser, Query } from 'web-tree-sitter';
import type { SyntaxLanguage } from '../../../syntaxes/languages.ts';
import { BugError } from '../../shared/errors.ts';
import { FactsQuery } from './factsQuery.ts';
import { languageOfId } from './languageLookup.ts';
import { startTreeSitter } from './treeSitterRuntime.ts';

/** The file of `dist/syntaxes` that a build writes last: a hash of all others. */
export const assetsVersion = 'version.txt';

/**
 * Reads a file of `dist/syntaxes`: `tree-sitter.wasm`, `FOLDER/GRAMMAR.wasm`, `FOLDER/tags.scm`, `FOLDER/imports.scm`,
 * `FOLDER/blocks.scm` or `FOLDER/variables.scm`.
 */
export type ReadAsset = (name: string) => Promise<Uint8Array>;

/** Compiles a grammar in a way of its own. `undefined`: it is to be compiled as usual, which holds up nobody. */
export type CompileGrammar = (wasm: Uint8Array) => WebAssembly.Module | undefined;

/** A loaded grammar. Owned by {@link Grammars}: never delete what is in it. */
export interface Grammar {
  readonly language: SyntaxLanguage;
  readonly parserLanguage: Language;
  /** For texts that are parsed once. It holds no state between two calls of `withTree`. */
  readonly parser: Parser;
  /** Tags, imports and blocks in one: a tree is walked once. */
  readonly facts: FactsQuery;
  /** Functions, classes and bodies. Compiled when it is first asked for: that takes some milliseconds. */
  readonly blocks: Query;
  /** Variables and what tells their types. Compiled when it is first asked for: only open documents are asked. */
  readonly variables: Query;
}

/** The grammars of one process, each loaded when it is first asked for. */
export class Grammars {
  readonly #readAsset: ReadAsset;
  readonly #compile: CompileGrammar;
  /** By folder and grammar: one language has several identifiers. A grammar that does not load fails once and for all. */
  readonly #loading = new Map<SyntaxLanguage, Promise<Grammar>>();
  readonly #loaded = new Map<SyntaxLanguage, Grammar>();

  constructor(readAsset: ReadAsset, compile: CompileGrammar = () => undefined) {
    this.#readAsset = readAsset;
    this.#compile = compile;
  }

  /**
   * @param languageId VS Code's.
   * @returns `undefined` where the language's syntax is not understood.
   * @throws BugError that names the language, where its grammar or its queries are damaged or missing.
   */
  async load(languageId: string): Promise<Grammar | undefined> {
    const language = languageOfId(languageId);
    if (language === undefined) return undefined;
    let loading = this.#loading.get(language);
    if (loading === undefined) {
      loading = loadGrammar(language, this.#readAsset, this.#compile);
      this.#loading.set(language, loading);
    }
    const grammar = await loading;
    this.#loaded.set(language, grammar);
    return grammar;
  }

  /** The grammar, where `load` has answered already. */
  loaded(languageId: string): Grammar | undefined {
    const language = languageOfId(languageId);
    return language === undefined ? undefined : this.#loaded.get(language);
  }
}

async function loadGrammar(language: SyntaxLanguage, readAsset: ReadAsset, compile: CompileGrammar): Promise<Grammar> {
  const readText = async (name: string) => new TextDecoder().decode(await readAsset(`${language.folder}/${name}`));
  try {
    const runtime = await startTreeSitter(() => readAsset('tree-sitter.wasm'));
    const [parserLanguage, tags, imports, blocks, variables] = await Promise.all([
      readAsset(assetOfGrammar(language)).then(async (bytes) => {
        const module = compile(bytes);
        return module === undefined ? await Language.load(bytes) : Language.loadSync(module);
      }),
      readText('tags.scm'),
      readText('imports.scm'),
      readText('blocks.scm'),
      readText('variables.scm'),
    ]);
    let blocksQuery: Query | undefined;
    let variablesQuery: Query | undefined;
    return {
      language,
      parserLanguage,
      parser: new Parser().setLanguage(parserLanguage),
      facts: new FactsQuery(runtime, parserLanguage, [tags, imports, blocks].join('\n')),
      get blocks() {
        blocksQuery ??= new Query(parserLanguage, blocks);
        return blocksQuery;
      },
      get variables() {
        variablesQuery ??= new Query(parserLanguage, variables);
        return variablesQuery;
      },
    };
  } catch (error) {
    throw new BugError(`The grammar of ${language.id} does not load.`, { cause: error });
  }
}

/** `typescript/tree-sitter-tsx.wasm`. */
export function assetOfGrammar({ folder, wasm }: SyntaxLanguage): string {
  return `${folder}/${wasm.slice(wasm.lastIndexOf('/') + 1)}`;
}
