import { isName, isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import { statementStart } from '../../nextEdit/codeLines.ts';
import { type LexedCode, wordsNamed } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { isArgument } from './inlineNames.ts';
import { isWholeOperand } from './inlineText.ts';
import { isAssignedBehind, isWritten } from './inlineWrites.ts';
import type { Inlining } from './inlining.ts';
import { endsLine, endsOperand, isFirstOfStatement } from './statements.ts';

const order = 'its value may do something, or be a new object each time, and is wanted';

/**
 * Why a value that may do something, or is a new object each time, would not be computed once, at the same moment as before.
 * That is so only where nothing is computed between it and its use, in the next statement.
 */
export function whyNotAtOnce(inlining: Inlining): string | undefined {
  const { code, declaration, uses } = inlining;
  const [use] = uses;
  if (use === undefined || uses.length > 1) return `${order} more than once`;
  const first = declaration.last + 1;
  // In its own block, where nothing repeats it.
  const front = frontEnd(code, first, use);
  if (!front) return `${order} elsewhere than first in the next statement`;
  return whyLate(inlining, use) ?? whyNotInLanguage(inlining, use);
}

/** Whether a statement that begins at a token computes what stands at another before anything else. */
function frontEnd(code: LexedCode, first: number, use: number): boolean {
  if (first > use) return false;
  let at = behindBeginning(code, first, use);
  while (at < use) {
    const next = behindPrefix(code, at);
    if (next === undefined) return false;
    at = next;
  }
  return at === use;
}

/** The index behind `return`, `if`, `for (const a of` or `a =`. */
function behindBeginning(code: LexedCode, first: number, use: number): number {
  const text = textOf(code, first);
  const dialect = dialectOf(code.languageId);
  if (/^(?:return|throw|raise|if|switch|match)$/.test(text)) return first + 1;
  if (text === 'for') {
    for (let at = first + 1; at < use; at++) {
      if (textOf(code, at) === (dialect === 'script' ? 'of' : 'in')) return at + 1;
      const isPart = /^(?:\(|const|let|,)$/.test(textOf(code, at)) || isName(code, at);
      if (!isPart || !/^(?:script|python)$/.test(dialect ?? '')) return first;
    }
    return first;
  }
  const equals = targetEnd(code, first, use);
  return equals === undefined ? first : equals + 1;
}

/** The `=` behind what is set before anything is computed: a name, what is declared, and in Python a member. */
function targetEnd(code: LexedCode, first: number, use: number): number | undefined {
  const dialect = dialectOf(code.languageId);
  const isDeclared = /^(?:const|let|var|val)$/.test(textOf(code, first));
  let found: number | undefined;
  for (let at = first; at < use; at++) {
    if (code.parents[at] !== code.parents[first]) return found;
    if (dialect === 'python' && at > first && isFirstOfStatement(code, at)) return found;
    const text = textOf(code, at);
    if (text === '=' || (text === ':=' && dialect === 'go')) {
      if (dialect !== 'python') return at;
      found = at;
      continue;
    }
    const isOpen = /^[[{]$/.test(text);
    if (isDeclared && dialect === 'script' && isOpen && at === first + 1) at = code.partners[at] ?? at;
    else if (text === '.') {
      const isOwn =
        textOf(code, at - 1) === 'this' && at === first + 1 && /^(?:java|csharp|dart)$/.test(code.languageId);
      if (
        dialect !== 'python' &&
        !isOwn &&
        !(dialect === 'script' && textOf(code, at - 1) === 'this' && at === first + 1)
      )
        return found;
    } else if (text === ',') {
      if (dialect !== 'python') return found;
    } else if (!isWord(code, at) && !(isDeclared || dialect === 'typed' ? /^(?:[:<>?*&|[\]]|::)$/ : /^$/).test(text))
      return found;
  }
  return found;
}

/** The index behind what stands in front of an operand without being computed before it; `undefined`: something is. */
function behindPrefix(code: LexedCode, at: number): number | undefined {
  const text = textOf(code, at);
  const token = code.tokens[at];
  const dialect = dialectOf(code.languageId);
  if (/^(?:[-([+!~]|await|not|typeof)$/.test(text)) return at + 1;
  const isObject = dialect === 'script' && text === '{' && /^(?:[(,=[]|return)$/.test(textOf(code, at - 1));
  if (isObject) return textOf(code, at + 2) === ':' ? at + 3 : at + 1;
  if (token?.kind === 'string') {
    const raw = code.text.slice(token.start, token.end);
    return raw.endsWith('{') && !raw.startsWith('}') && !endsOperand(code, at - 1) ? at + 1 : undefined;
  }
  const name = text === 'new' && /^(?:script|typed)$/.test(dialect ?? '') ? at + 1 : at;
  const last = pathEnd(code, name);
  if (
    !isWord(code, name) ||
    textOf(code, last + 1) !== '(' ||
    /^(?:if|for|while|switch|function|catch)$/.test(textOf(code, name))
  )
    return undefined;
  const isSet = wordsNamed(code, textOf(code, name)).some(
    (other) => isWritten(code, other) && !isDeclaring(code, other),
  );
  return isSet ? undefined : last + 2;
}

function isDeclaring(code: LexedCode, index: number): boolean {
  return /^(?:const|let|var|val|function)$/.test(textOf(code, index - 1));
}

/** Of `a::b`, and of Go's `package.Name`. */
function pathEnd(code: LexedCode, name: number): number {
  let last = name;
  while (textOf(code, last + 1) === '::' && isWord(code, last + 2)) last += 2;
  const isGoPackage =
    code.languageId === 'go' &&
    textOf(code, name + 1) === '.' &&
    /^\p{Lu}/u.test(textOf(code, name + 2)) &&
    isGoImport(code, textOf(code, name));
  return isGoPackage ? name + 2 : last;
}

function isGoImport({ text, tokens }: LexedCode, name: string): boolean {
  const isPath = ({ kind, start, end }: LexedCode['tokens'][number]): boolean =>
    kind === 'string' && (text.slice(start, end) === `"${name}"` || text.slice(start, end).endsWith(`/${name}"`));
  return tokens.some(isPath) && !tokens.some((token, at) => token.text === name && tokens[at + 1]?.text !== '.');
}

/** Why what stands behind the use is computed before it all the same, or decides whether it is at all. */
function whyLate({ code, declaration }: Inlining, use: number): string | undefined {
  const isScript = dialectOf(code.languageId) === 'script';
  const isPython = code.languageId === 'python';
  const level = code.parents[declaration.first] ?? -1;
  for (let place = use; place !== level && place !== -1; place = code.parents[place] ?? -1) {
    const own = code.parents[place] ?? -1;
    for (let at = place + 1; at < code.tokens.length && code.parents[at] === own; at++) {
      const text = textOf(code, at);
      if (own === level && (text === ';' || isNextStatement(code, at))) break;
      if (isPython && /^(?:if|for)$/.test(text)) return `${order} only after something else, or more than once`;
      if (/^[([{]$/.test(text)) at = code.partners[at] ?? at;
      const isSet = isAssignedBehind(code, at) && own === level;
      if (isSet && !isScript) return `${order} only after something else`;
    }
    if (own === level) break;
  }
  return isAssignedBehind(code, use) ? `${order} only after something else` : undefined;
}

function isNextStatement(code: LexedCode, at: number): boolean {
  return code.languageId === 'python' ? statementStart(code, at) === at : endsLine(code, at) === true;
}

/** What some languages do otherwise than their look tells. */
function whyNotInLanguage({ code, declaration, value }: Inlining, use: number): string | undefined {
  const { languageId } = code;
  const isWhole = isWholeOperand(code, use);
  // Neither says in which order operands are computed, nor names among them.
  if (/^(?:c|cpp|go)$/.test(languageId) && !isRestPlain(code, declaration.first, use))
    return `${order} beside something that may be computed first`;
  if (languageId === 'cpp' && (isArgument(code, use) || !isWhole || isReferenceSet(code, use)))
    return 'its value may be what it refers to, not a copy';
  // What is made on the way lives on to the end of the whole statement.
  const calls = code.tokens
    .slice(value.first, value.last + 1)
    .filter(({ text }) => /^(?:[([{&]|\?)$/.test(text)).length;
  if (languageId === 'rust' && (calls > 1 || !isWhole)) return 'its value would live on to the end of the statement';
  return undefined;
}

/** `T& y = x`, and what is not known to be none. */
function isReferenceSet(code: LexedCode, use: number): boolean {
  if (textOf(code, use - 1) === 'return')
    return code.tokens.some(({ text }, at) => text === '&' && isWord(code, at + 1));
  return textOf(code, use - 1) !== '=' || /^&&?$/.test(textOf(code, use - 3));
}

/** Whether nothing but brackets, signs and literals stands behind a use in its statement. */
function isRestPlain(code: LexedCode, first: number, use: number): boolean {
  const level = code.parents[first] ?? -1;
  for (let at = use + 1; at < code.tokens.length; at++) {
    const text = textOf(code, at);
    const isOwn = code.parents[at] === level;
    if (isOwn && (text === ';' || text === '{' || isFirstOfStatement(code, at))) return true;
    if (code.parents[at] !== level && textOf(code, at) === '}') return true;
    if (isWord(code, at) || text === '(' || text === '{' || text === '[') return false;
  }
  return true;
}
