/**
 * The languages whose syntax is understood: one row each. `npm run build` takes the grammars' `.wasm` and the queries
 * from the packages named here; a language with a folder of its own adds `tags.scm` (definitions that the package's query
 * leaves out), `imports.scm` and `blocks.scm`.
 */
export interface SyntaxLanguage {
  /** VS Code's language identifier. */
  readonly id: string;
  /** Further identifiers of VS Code that mean the same grammar. */
  readonly alsoIds?: readonly string[];
  /** File endings, with the dot, in lower case. */
  readonly endings: readonly string[];
  /** The folder in `syntaxes`. */
  readonly folder: string;
  /** `package/file` of the grammar. */
  readonly wasm: string;
  /** `package/file` of the tag queries, in their order: each is appended to the one before. Ours follow. */
  readonly tags: readonly string[];
  readonly lineComment: '//' | '#';
}

export const syntaxLanguages: readonly SyntaxLanguage[] = [
  {
    id: 'typescript',
    endings: ['.ts', '.mts', '.cts'],
    folder: 'typescript',
    wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'typescriptreact',
    endings: ['.tsx'],
    folder: 'typescript',
    wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'javascript',
    alsoIds: ['javascriptreact'],
    endings: ['.js', '.mjs', '.cjs', '.jsx'],
    folder: 'javascript',
    wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'python',
    endings: ['.py', '.pyi'],
    folder: 'python',
    wasm: 'tree-sitter-python/tree-sitter-python.wasm',
    tags: [],
    lineComment: '#',
  },
  {
    id: 'go',
    endings: ['.go'],
    folder: 'go',
    wasm: 'tree-sitter-go/tree-sitter-go.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'rust',
    endings: ['.rs'],
    folder: 'rust',
    wasm: 'tree-sitter-rust/tree-sitter-rust.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'java',
    endings: ['.java'],
    folder: 'java',
    wasm: 'tree-sitter-java/tree-sitter-java.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'c',
    endings: ['.c'],
    folder: 'c',
    wasm: 'tree-sitter-c/tree-sitter-c.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    // Headers too: what is C in them is nearly always C++ as well.
    id: 'cpp',
    endings: ['.cpp', '.cc', '.cxx', '.hpp', '.hh', '.hxx', '.h', '.inl'],
    folder: 'cpp',
    wasm: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'csharp',
    endings: ['.cs'],
    folder: 'csharp',
    wasm: 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'ruby',
    endings: ['.rb', '.rake', '.gemspec'],
    folder: 'ruby',
    wasm: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
    tags: [],
    lineComment: '#',
  },
  {
    id: 'php',
    endings: ['.php'],
    folder: 'php',
    wasm: 'tree-sitter-php/tree-sitter-php.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'kotlin',
    endings: ['.kt', '.kts'],
    folder: 'kotlin',
    wasm: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
    tags: [],
    lineComment: '//',
  },
  {
    id: 'shellscript',
    endings: ['.sh', '.bash'],
    folder: 'bash',
    wasm: 'tree-sitter-bash/tree-sitter-bash.wasm',
    tags: [],
    lineComment: '#',
  },
];
