import { namesIn } from '../context/identifiers.ts';

/**
 * Names in a type as a declaration has it, the outermost first: `Map<Key, a.b.Foo>` has `Map`, `Key`, `a`, `b`, `Foo`.
 * Where the type is left to be inferred there are none.
 */
export function namesOfType(type: string): readonly string[] {
  return [...new Set(namesIn(type.slice(0, longestText)))].filter((name) => name !== 'auto').slice(0, mostNames);
}

/**
 * The name that tells a value's type by what it is, the surest first: a type (`new a.Foo(1)`, `Foo{}`, `x as Foo`), a
 * function (`this.pool.open(path)?`), a field or a variable (`this.reader`); and `Foo` of `Foo::new()`, `Foo.of(1)`. None
 * where it is anything else.
 */
export function namesOfValue(value: string): readonly string[] {
  const text = value.slice(0, longestText).replace(prefix, '');
  const cast = /^[^\n"'`]*\bas[?!]?\s+(.+)/.exec(text)?.[1];
  if (cast !== undefined) return namesOfType(cast);
  const parts = chainOf(text);
  while (parts.length > 1 && passing.has(parts.at(-1) ?? '')) parts.pop();
  const [last, before] = [parts.at(-1), parts.at(-2)];
  if (last === undefined) return [];
  const names = before !== undefined && /^[A-Z]/.test(before) ? [before, last] : [last];
  return names.filter((name) => !untelling.has(name));
}

/** UTF-16 code units. */
const longestText = 400;
const mostNames = 6;
const prefix = /^\s*(?:(?:await|new|try|mut|yield)\b\s*|[&*(]\s*)*/;
/** They have no type, that of what is around them, or that of the name in front. */
const untelling: ReadonlySet<string> = new Set(
  'False NULL None True false new nil null nullptr of self super this true undefined'.split(' '),
);
/** They give what they are called on, or what is in it. */
const passing: ReadonlySet<string> = new Set(
  `apply also as_mut as_ref await borrow borrow_mut clone expect into_iter iter iter_mut lock unwrap`.split(' '),
);

/** `a`, `b`, `c` of `a.b(1)!!.c<D>(2)?`. Empty where something else follows that makes another value of it. */
function chainOf(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const name = /^[A-Za-z_$@][\w$]*/.exec(text.slice(at))?.[0];
    if (name === undefined) return parts;
    parts.push(name.replace(/^@/, ''));
    at += name.length;
    for (;;) {
      const next = text[at] ?? '';
      const end = opening.includes(next) && !isComparison(text, at) ? closingOf(text, at) : at;
      if (end === at) break;
      at = end;
    }
    const separator = /^\s*(?:[!?]*\s*(?:\.|::|->)\s*)/.exec(text.slice(at))?.[0];
    if (separator === undefined)
      return /^\s*[!?;,)\]]*\s*(?:$|\n|\?[:?]|\|\||\belse\b|\bfor\b)/.test(text.slice(at)) ? parts : [];
    at += separator.length;
    // `Vec::<Foo>::new()`
    if (text[at] === '<')
      at = closingOf(text, at) + (/^\s*::\s*/.exec(text.slice(closingOf(text, at)))?.[0].length ?? 0);
  }
}

const opening = '([{<';
const closing = ')]}>';

function isComparison(text: string, at: number): boolean {
  return text[at] === '<' && !/^<[\w\s.,<>?*&:'[\]]*>\s*[({]/.test(text.slice(at, at + 120));
}

/** Behind the bracket that closes the one at `at`; `at` where it is not there. */
function closingOf(text: string, at: number): number {
  let depth = 0;
  const isAngle = text[at] === '<';
  for (let end = at; end < text.length; end++) {
    const sign = text[end] ?? '';
    const string = sign === '"' ? text.indexOf('"', end + 1) : -1;
    if (string !== -1) end = string;
    if (!isAngle && (sign === '<' || sign === '>')) continue;
    if (opening.includes(sign)) depth++;
    if (closing.includes(sign) && --depth === 0) return end + 1;
  }
  // A long list of arguments that was cut.
  return text.length;
}
