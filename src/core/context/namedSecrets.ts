/**
 * Secrets that are known by what they are called: `password = "..."`, `"apiKey": "..."`, `--token ...`,
 * `setPassword("...")`, `<password>...</password>`.
 *
 * In code, what stands behind such a name without quotes is an expression, and is left as it is unless nobody would call
 * a variable so. Where everything is a literal (YAML, ini, shell, comments, inside a string), little is asked of it, and in
 * a file of settings a mere word is enough for a password, as it is in quotes.
 */
import type { FoundSecret } from './foundSecret.ts';
import { isBareSecret, isSecretLiteral, isUnlikelyName } from './likelySecrets.ts';
import { type PlaceKind, TextPlaces } from './literalPlaces.ts';
import { classifyName, isPasswordName, type SecretName } from './secretNames.ts';

const namePattern =
  /pass(?:word|wd|phrase|code|wort)?|pwd|secret|token|credential|identified[ \t]+by|(?:api|access|auth|private|sign(?:ing)?|encrypt(?:ion)?|master|account|shared|consumer|webhook|session|admin|service|storage|app|client|deploy|license|cipher|crypto?|hmac)[_-]?key/gi;

/** Longer names are not looked at: each step of this search is bounded, so that the whole takes time as the text is long. */
const maxNameLength = 60;

/** From a name to its value: quotes and brackets that close around the name, a type, and an operator. */
const operators = [
  /\\?["'`]?[\])]{0,2}\??[ \t]{0,20}(?:(?::[ \t]{0,4}|(?<=[ \t]))[\w.&<>[\]|?*]{1,30}[ \t]{0,4}(?==))?(?:=>|\|\|=|\?\?=|[:+?]=|[=!]==?|=|:|(?<=["'`][ \t]{0,4}),|\(|>)/y,
  /["'][ \t]{1,4}value[ \t]?=/y,
  /[ \t]{1,4}(?=')/y,
];
const gap = /[ \t]{0,20}(?:\r?\n[+-]?[ \t]{0,80})?/y;
const quoted = /[bBrRfFuUL@$]{0,2}(\\?(?:"""|'''|["'`]))((?:(?!\1)(?:\\.|[^\\\r\n])){1,400})\1/y;
const word = /([ \t]{0,20})([A-Za-z]{6,40})(?![\w.$@/\\:([{-])/y;
const bare = /[^\s'"`,;(){}[\]<>\\]{4,300}/y;

export function findNamedSecrets(text: string, path: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  const places = new TextPlaces(text, path);
  let from = 0;
  for (const match of text.matchAll(namePattern)) {
    if (match.index < from) continue;
    const start = wordStart(text, match.index);
    const end = wordEnd(text, match.index + match[0].length);
    from = end;
    const name = classifyName(text.slice(start, end));
    const secret = name === undefined ? undefined : secretBehind(text, start, end, name, places);
    if (secret === undefined) continue;
    found.push(secret);
    from = secret.end;
  }
  return found;
}

function secretBehind(
  text: string,
  start: number,
  end: number,
  name: SecretName,
  places: TextPlaces,
): FoundSecret | undefined {
  const isFlag = text.startsWith('--', start - 2) || text.startsWith('--', start);
  const valueStart = behindOperator(text, end) ?? (isFlag && /[ \t]/.test(text.charAt(end)) ? end + 1 : undefined);
  if (valueStart === undefined) return undefined;
  const sign = text.charAt(valueStart - 1);
  // In a list of arguments it is the name of the next one only where it is one itself.
  if (sign === ',' && !/["'`]/.test(text.charAt(start - 1))) return undefined;
  const literal = matchAt(quoted, text, matchAt(gap, text, valueStart)?.end ?? valueStart);
  const value = literal?.groups[2];
  if (literal !== undefined && value !== undefined) {
    // Where it is no assignment, `PASS("...")` is what a test or a plan of steps calls.
    const isAssigned = /[=:>]/.test(sign);
    if (!(isAssigned ? isSecretLiteral(value, name) : isBareSecret(value, name))) return undefined;
    return secretAt(literal.end - (literal.groups[1]?.length ?? 0) - value.length, value, name);
  }
  if (sign === '(') return undefined;
  const isTag = sign === '>' && text.charAt(valueStart - 2) !== '=';
  if (isTag && !isClosed(text, valueStart, text.slice(start, end))) return undefined;
  const place = places.kindAt(valueStart, start);
  const secret = bareSecret(text, valueStart, name, place === 'code' && (isFlag || isTag) ? 'literal' : place);
  if (secret !== undefined || place === 'code' || !isPasswordName(text.slice(start, end))) return secret;
  return passwordWord(text, start, valueStart, place);
}

/**
 * A word that is the whole value: in a setting, or as a field of a connection string (`Uid=sa;Pwd=sommerregen;`). In prose,
 * whatever may stand behind `password:`.
 */
function passwordWord(text: string, nameStart: number, from: number, place: PlaceKind): FoundSecret | undefined {
  const found = matchAt(word, text, from);
  const [, space = '', value = ''] = found?.groups ?? [];
  if (found === undefined || !isSecretLiteral(value, 'password')) return undefined;
  const isAssigned = space === '' && text.charAt(from - 1) === '=';
  const isField =
    isAssigned && (/;[ \t]?$/.test(text.slice(nameStart - 2, nameStart)) || text.charAt(found.end) === ';');
  const isInShell =
    isAssigned && /^[A-Z]/.test(text.charAt(nameStart)) && /^[A-Z0-9_]+$/.test(text.slice(nameStart, from - 1));
  const isWhole = /^(?:[,;}&<]|[ \t]*(?:[ \t]#|\r?\n|$))/.test(text.slice(found.end, found.end + 40));
  if (!isField && !(place === 'setting' && (isWhole || isInShell))) return undefined;
  return secretAt(found.end - value.length, value, 'password');
}

/** Whether `<name>` at `from` has `</name>` in its line. */
function isClosed(text: string, from: number, name: string): boolean {
  return /^[^<\n]{1,400}<\/(?:[\w-]{1,40}:)?([\w-]+)/.exec(text.slice(from, from + 500))?.[1] === name;
}

function bareSecret(text: string, from: number, name: SecretName, place: PlaceKind): FoundSecret | undefined {
  let start = from;
  while (start < from + 20 && /[ \t]/.test(text.charAt(start))) start++;
  const whole = matchAt(bare, text, start);
  if (whole === undefined) return undefined;
  const found = whole.groups[0] ?? '';
  // A query's or a connection string's next field begins there.
  const value = place === 'code' ? found : (/^[^&]+/.exec(found)?.[0] ?? found);
  if (place === 'code' && !/^[ \t]*\r?(?:\n|$)/.test(text.slice(whole.end, whole.end + 40))) return undefined;
  const isSecret = place === 'code' ? isUnlikelyName(value) : isBareSecret(value, name);
  return isSecret ? secretAt(start, value, name) : undefined;
}

function secretAt(start: number, value: string, name: SecretName): FoundSecret {
  return { start, end: start + value.length, kind: name, isContinued: false };
}

function behindOperator(text: string, from: number): number | undefined {
  for (const operator of operators) {
    const match = matchAt(operator, text, from);
    if (match !== undefined) return match.end;
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const groups = pattern.exec(text);
  return groups === null ? undefined : { groups, end: at + groups[0].length };
}

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < maxNameLength && /[\w$-]/.test(text.charAt(start - 1))) start--;
  return start;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && end - at < maxNameLength && /[\w$-]/.test(text.charAt(end))) end++;
  return end;
}
