import { join } from 'node:path';
import type TreeSitter from 'tree-sitter';
import type { Node } from 'web-tree-sitter';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { baselineModule } from '../../src/indexer/baselineModule.ts';
import type { SyntaxLanguage } from '../../syntaxes/languages.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';
import { loadNativeTreeSitter } from './nativeTreeSitter.ts';

/** A runtime of tree-sitter with the grammar and the query of one language. */
export interface SyntaxEngine {
  readonly name: 'wasm' | 'native';
  /** Whether there is no error in its tree. */
  isSound(text: string): boolean;
  /** Parses and asks the query, as indexing does. */
  countMatches(text: string): number;
  /**
   * Parses and asks the query. One line a match, such as `definition.function 0-52 name 9-14 clamp`, sorted; offsets are
   * UTF-16 code units.
   */
  find(text: string): readonly string[];
}

/** What both runtimes say of a match. */
interface Match {
  readonly captures: readonly {
    readonly name: string;
    readonly node: { readonly startIndex: number; readonly endIndex: number };
  }[];
}

const repository = join(import.meta.dirname, '..', '..');
const readAsset = sourceAssets(repository);

/** All queries of a language in one, as the index asks them. */
export async function factsQuery({ folder }: SyntaxLanguage): Promise<string> {
  const names = ['tags.scm', 'imports.scm', 'blocks.scm'];
  const parts = await Promise.all(names.map((name) => readAsset(`${folder}/${name}`)));
  return parts.map((part) => new TextDecoder().decode(part)).join('\n');
}

/** The runtime that Leeward ships, with its own queries. */
export async function wasmEngine(language: SyntaxLanguage): Promise<SyntaxEngine> {
  const grammar = await new Grammars(readAsset, baselineModule).load(language.id);
  if (grammar === undefined) throw new Error(`There is no grammar of ${language.id}.`);
  const withTree = <Result>(text: string, use: (root: Node) => Result): Result => {
    const tree = grammar.parser.parse(text);
    if (tree === null) throw new Error('The parser gave no tree.');
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
  return {
    name: 'wasm',
    isSound: (text) => withTree(text, (root) => !root.hasError),
    countMatches: (text) => withTree(text, (root) => grammar.facts.matches(root).length),
    find: (text) => withTree(text, (root) => linesOf(grammar.facts.matches(root), text)),
  };
}

/** The oracle. */
export async function nativeEngine(language: SyntaxLanguage, query: string): Promise<SyntaxEngine> {
  const Parser = await loadNativeTreeSitter();
  const grammar = await nativeGrammar(language);
  const parser = new Parser();
  parser.setLanguage(grammar);
  const facts = new Parser.Query(grammar, withoutDirectives(query));
  // Its default is less than a long text needs.
  const parse = (text: string): TreeSitter.Tree => parser.parse(text, undefined, { bufferSize: 4 * (text.length + 1) });
  return {
    name: 'native',
    isSound: (text) => !parse(text).rootNode.hasError,
    countMatches: (text) => facts.matches(parse(text).rootNode).length,
    find: (text) => linesOf(facts.matches(parse(text).rootNode), text),
  };
}

/** The grammar package's own native binding: a package with several grammars names each. */
async function nativeGrammar({ wasm }: SyntaxLanguage): Promise<TreeSitter.Language> {
  const packageName = wasm.slice(0, wasm.lastIndexOf('/'));
  const grammarName = wasm.slice(packageName.length).replace(/^\/tree-sitter-|\.wasm$/g, '');
  const { default: binding } = (await import(`${packageName}/bindings/node/index.js`)) as {
    readonly default: TreeSitter.Language & Readonly<Record<string, TreeSitter.Language>>;
  };
  return binding[grammarName] ?? binding;
}

/** The native package refuses what it does not know, such as `(#strip! @doc "^#")`, which changes no match. */
function withoutDirectives(query: string): string {
  return query.replace(/\(#(?:strip|select-adjacent)!(?:[^()"]|"(?:[^"\\]|\\.)*")*\)/g, '');
}

function linesOf(matches: readonly Match[], text: string): readonly string[] {
  return matches.map(({ captures }) => captures.map((capture) => lineOf(capture, text)).join(' ')).sort();
}

function lineOf({ name, node }: Match['captures'][number], text: string): string {
  const line = `${name} ${node.startIndex}-${node.endIndex}`;
  return name === 'name' ? `${line} ${text.slice(node.startIndex, node.endIndex)}` : line;
}
