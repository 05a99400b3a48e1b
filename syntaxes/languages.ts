/**
 * The languages whose syntax is understood: one row each. `npm run build` takes the grammars' `.wasm` from the packages
 * named here, and the queries (`tags.scm`, `imports.scm`, `blocks.scm`) from the language's folder: see `README.md`.
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
  readonly lineComment: '//' | '#';
}

export const syntaxLanguages: readonly SyntaxLanguage[] = [
  {
    id: 'typescript',
    endings: ['.ts', '.mts', '.cts'],
    folder: 'typescript',
    wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    lineComment: '//',
  },
  {
    id: 'typescriptreact',
    endings: ['.tsx'],
    folder: 'typescript',
    wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
    lineComment: '//',
  },
  {
    id: 'javascript',
    alsoIds: ['javascriptreact'],
    endings: ['.js', '.mjs', '.cjs', '.jsx'],
    folder: 'javascript',
    wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    lineComment: '//',
  },
  {
    id: 'python',
    endings: ['.py', '.pyi'],
    folder: 'python',
    wasm: 'tree-sitter-python/tree-sitter-python.wasm',
    lineComment: '#',
  },
  {
    id: 'go',
    endings: ['.go'],
    folder: 'go',
    wasm: 'tree-sitter-go/tree-sitter-go.wasm',
    lineComment: '//',
  },
  {
    id: 'rust',
    endings: ['.rs'],
    folder: 'rust',
    wasm: 'tree-sitter-rust/tree-sitter-rust.wasm',
    lineComment: '//',
  },
  {
    id: 'java',
    endings: ['.java'],
    folder: 'java',
    wasm: 'tree-sitter-java/tree-sitter-java.wasm',
    lineComment: '//',
  },
  {
    id: 'c',
    endings: ['.c'],
    folder: 'c',
    wasm: 'tree-sitter-c/tree-sitter-c.wasm',
    lineComment: '//',
  },
  {
    // Headers too: what is C in them is nearly always C++ as well.
    id: 'cpp',
    endings: ['.cpp', '.cc', '.cxx', '.hpp', '.hh', '.hxx', '.h', '.inl'],
    folder: 'cpp',
    wasm: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
    lineComment: '//',
  },
  {
    id: 'csharp',
    endings: ['.cs'],
    folder: 'csharp',
    wasm: 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
    lineComment: '//',
  },
  {
    id: 'ruby',
    endings: ['.rb', '.rake', '.gemspec'],
    folder: 'ruby',
    wasm: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
    lineComment: '#',
  },
  {
    id: 'php',
    endings: ['.php'],
    folder: 'php',
    wasm: 'tree-sitter-php/tree-sitter-php.wasm',
    lineComment: '//',
  },
  {
    id: 'kotlin',
    endings: ['.kt', '.kts'],
    folder: 'kotlin',
    wasm: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
    lineComment: '//',
  },
  {
    id: 'shellscript',
    endings: ['.sh', '.bash'],
    folder: 'bash',
    wasm: 'tree-sitter-bash/tree-sitter-bash.wasm',
    lineComment: '#',
  },
];
