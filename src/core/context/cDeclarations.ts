/** What declarations of C and C++ have more than others. */

/**
 * A head (`LUA_API int `, `GIT_EXTERN(const char *) `: what stands in front of a name) without macros that say who sees it
 * and how it is called. The type stays.
 */
export function withoutAttributeMacros(head: string): string {
  const plain = head.replace(wrappedType, '$1 ').replace(/\* $/, '*').replace(attributeMacro, '');
  return /\w/.test(plain) ? plain : head;
}

/**
 * `#define f(x) do { ... } while (0)` as `#define f(x)`: a body is left out where it is none that one line shows. A macro
 * without parameters stays as it is.
 */
export function withoutMacroBody(signature: string, longest: number): string {
  const plain = signature.replace(/^#\s*define\s+/, '#define ').replace(/\s*\\(?=\s)/g, '');
  const macro = /^#define [\w$]+\([^()]*\)/.exec(plain)?.[0];
  if (macro === undefined) return plain;
  const body = plain.slice(macro.length).trim();
  return plain.length > longest || /^(?:do\b|[{;]|if\b)|[\\…]$/.test(body) ? macro : plain;
}

/** `typedef struct a { ... } b` as `typedef struct a b`: its fields are members by themselves. */
export function withoutTypedefBody(signature: string, name: string): string {
  const [, head, declared = ''] = /^(typedef\s+(?:struct|union|enum)\s+\w+)\s*\{.*?(\}[^{}]*)?$/s.exec(signature) ?? [];
  if (head === undefined) return signature;
  const rest = declared.slice(1).trim();
  return rest === '' || head.endsWith(` ${name}`) ? head : `${head} ${rest}`;
}

/** With an underscore, and with something behind it that may be the type: `U32` and `FILE` are types. */
const attributeMacro = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:\([^()]*\))?\s+(?=[\w(])/g;
const wrappedType = /^\s*[A-Z][A-Z0-9]*_[A-Z0-9_]*\(([^()]*\w[^()]*)\)\s*$/;
