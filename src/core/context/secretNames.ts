/** What the name of a variable, a field or an option says about its value. */
export type SecretName = 'password' | 'key';

const passwordWords = new Set('password passwd passphrase passcode passwort pwd'.split(' '));
const keyWords = new Set('secret token credential credentials'.split(' '));

/** As the last word: the value says something about a secret, and is none. */
const descriptiveWords = new Set(
  (
    'name id ids type types kind url uri urls path paths file filename folder dir field fields label labels ref reference ' +
    'length len count size regex re pattern prefix suffix header param params parameter placeholder hint message msg error ' +
    'title text format policy rules rule provider endpoint expires expiry expiration ttl age limit max min input element ' +
    'selector button manager service class interface factory store cache arn group role variable column table index mode ' +
    'scheme location version algorithm algo method generator validator strategy schema status state required enabled ' +
    'color colour background icon image visible confirmed mismatch invalid missing date time at in on count s'
  ).split(' '),
);

/** `undefined`: it is not called as secrets are. */
export function classifyName(name: string): SecretName | undefined {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || descriptiveWords.has(last) || words.includes('public')) return undefined;
  if (words.some(isPasswordWord) || isPass(last) || words.join(' ') === 'identified by') return 'password';
  const isKey = words.some((word, at) => {
    // `key` says so behind another word only: `apiKey`, but not `key` or `sortKey`, which the search does not ask for.
    return keyWords.has(word) || /.(?:token|secret|key)$/.test(word) || (word === 'key' && at > 0);
  });
  return isKey ? 'key' : undefined;
}

/** Whether the value is the password itself: not so where the name goes on (`passwordEncoder`). */
export function isPasswordName(name: string): boolean {
  const last = wordsOf(name).at(-1) ?? '';
  return isPasswordWord(last) || isPass(last);
}

function isPasswordWord(word: string): boolean {
  return passwordWords.has(word) || /(?:password|passwd|passphrase)$/.test(word);
}

function isPass(word: string): boolean {
  return /^(?:db|user|my|root|admin|smtp|ftp|mysql|pg)?pass$/.test(word);
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
