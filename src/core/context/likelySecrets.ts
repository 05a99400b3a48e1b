/** Whether a value is a secret, given that its name is that of one. */
import type { SecretName } from './secretNames.ts';
import { countDigits, isPlaceholder, looksRandom, shareOfWords, wordShare } from './secretValues.ts';

/** What is said of a password, or is another name for it. */
const descriptions =
  /pass|pwd|secret|token|^(?:string|text|varchar|hidden|required|optional|confirmed|invalid|missing|plain|basic|none|null|true|false|unknown|default|prompt|hash(?:ed)?|user(?:name)?|admin|email|login|field|value|input)$/i;

/** In quotes. A word without a digit is taken for a password too: it is one more often than not, and no name either way. */
export function isSecretLiteral(value: string, name: SecretName): boolean {
  if (isBareSecret(value, name)) return true;
  return name === 'password' && /^[A-Za-z]{6,40}$/.test(value) && !isPlaceholder(value) && !descriptions.test(value);
}

/** Without quotes where there is nothing but literals: in YAML, in a comment. */
export function isBareSecret(value: string, name: SecretName): boolean {
  if (/\s/.test(value) || value.includes('://') || isPlaceholder(value)) return false;
  return name === 'password' ? isPassword(value) : isKey(value);
}

/** Without quotes in code: longer, and more by chance, than a name ever is. */
export function isUnlikelyName(value: string): boolean {
  if (isPlaceholder(value) || value.includes('://')) return false;
  const isName = /^[\w$.?!-]+$/.test(value);
  return value.length >= (isName ? 16 : 12) && countDigits(value) >= 3 && shareOfWords(value) < 0.3;
}

/** People choose words, and add a digit or a sign because they have to. */
function isPassword(value: string): boolean {
  if (value.length < 6 || /^\W*(?:the|my)?[-_]?pass(?:word|wd)?[-_]?\d{0,2}$/i.test(value)) return false;
  if (hasSign(value)) return /\w/.test(value);
  if (countDigits(value) === 0) return value.length >= 8 && /[A-Za-z]/.test(value) && looksRandom(value);
  return !isPhrase(value) || isDisguised(value);
}

/** `hunter2-Sommer44`: words, but written as rules for passwords want it, and as no identifier is. */
function isDisguised(value: string): boolean {
  return countDigits(value) >= 2 && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[:|/,]/.test(value);
}

/** Keys are made by machines, long and by chance. */
function isKey(value: string): boolean {
  if (!/[A-Za-z]/.test(value)) return false;
  const digits = countDigits(value);
  if (digits === 0) {
    const isMixed = /[a-z]/.test(value) && /[A-Z]/.test(value);
    return (
      (value.length >= 20 && isMixed && shareOfWords(value) < wordShare) || (value.length >= 24 && looksRandom(value))
    );
  }
  if (value.length >= 6 && hasSign(value)) return true;
  if (value.length >= 16 && shareOfWords(value) < wordShare) return true;
  return value.length >= 8 && digits >= 2 && looksRandom(value);
}

function hasSign(value: string): boolean {
  return /[!@#$%^&*~?+]/.test(value);
}

/** `min:8|required`, `v2/users`: words that are put together. */
function isPhrase(value: string): boolean {
  return /[-_.:|/,]/.test(value) && shareOfWords(value) >= wordShare;
}
