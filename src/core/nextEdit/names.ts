import { namesIn } from '../context/identifiers.ts';

/** Languages whose definitions look alike. */
export type Dialect = 'script' | 'python' | 'go' | 'rust' | 'typed';

/** @returns `undefined` where it is not known what a definition looks like. */
export function dialectOf(languageId: string): Dialect | undefined {
  return dialects.get(languageId);
}

/** Whether a text is an identifier that a user may choose, and no keyword or type of the language. */
export function isNameOf(text: string, dialect: Dialect | undefined): boolean {
  if (dialect === undefined || dialect === 'typed') return isNameAnywhere(text);
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text) && !keywords[dialect].has(text);
}

/** Whether a text is an identifier, and no keyword of any language. */
export function isNameAnywhere(text: string): boolean {
  const [name, ...others] = namesIn(text);
  return name === text && others.length === 0;
}

const dialects: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map((id) => [id, 'script'] as const),
  ...(['python', 'go', 'rust'] as const).map((id) => [id, id] as const),
  ...['c', 'cpp', 'csharp', 'java', 'kotlin', 'swift', 'dart', 'scala'].map((id) => [id, 'typed'] as const),
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const keywords: Readonly<Record<Exclude<Dialect, 'typed'>, ReadonlySet<string>>> = {
  script: words(`abstract any as async await bigint boolean break case catch class const constructor continue debugger
    declare default delete do else enum export extends false finally for function if implements import in infer
    instanceof interface is keyof let namespace never new null number object of override package private protected
    public readonly return satisfies static string super switch symbol this throw true try typeof undefined unknown var
    void while with yield`),
  python: words(`False None True and as assert async await break class cls continue def del elif else except finally for
    from global if import in is lambda nonlocal not or pass raise return self super try while with yield`),
  go: words(`any append bool break byte case chan const continue default defer else error fallthrough false float64 for
    func go goto if import int int64 interface len make map nil package range return rune select string struct switch
    true type uint8 var`),
  rust: words(`as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod
    move mut pub ref return self Self static struct super trait true type unsafe use where while`),
};
