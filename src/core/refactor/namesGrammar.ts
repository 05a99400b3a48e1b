/**
 * The form of an answer that proposes names, as a grammar (GBNF): one a line, each as one can be written in the place of `name`.
 * Even a small model then names something, and spends no token on words around it.
 *
 * @returns `undefined` where `name` is written in letters that few models write names with.
 */
export function namesGrammar(name: string): string | undefined {
  if (!/^[$_]*[A-Za-z][\w$]*$/.test(name)) return undefined;
  const isUpper = /^[$_]*[A-Z]/.test(name);
  const isConstant = /^[$_]*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(name) && name.length > 1;
  const first = isUpper ? 'A-Z' : 'a-z';
  const rest = isConstant ? 'A-Z0-9_' : /[a-z]_[a-z]/.test(name) ? 'a-z0-9_' : 'A-Za-z0-9_';
  const lead = /^[$_]+/.exec(name)?.[0];
  const begins = lead === undefined ? '' : `"${lead}" `;
  return `root ::= name ("\\n" name){1,${mostOthers}}\nname ::= ${begins}[${first}] [${rest}]{1,${mostLetters}}\n`;
}

const mostOthers = 4;
const mostLetters = 40;
