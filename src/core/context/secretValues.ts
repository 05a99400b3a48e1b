/** Whether a value can be a secret: made by chance rather than of words, and meant rather than a placeholder. */

/**
 * For each letter, those that follow it often: the 200 commonest of the 676 pairs. Of the pairs in 61,000 identifiers of
 * the TypeScript and Python libraries they are 90 %, of random letters 30 %. Letters' own frequencies tell far less, since
 * a short random text and a short word have about the same entropy.
 */
const followers: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'abcdegiklmnprstuvy baeiloru caehiklortu dadeilou eabcdefglmnpqrstvwxy faefilor geirs haeiot iabcdefglmnoprstvz ke ' +
    'ladeilostuy maeiops nacdefginostu oabcdklmnoprstuvw paeiloprt qu racdegimorstuy sacehiopstuy tacehiorstuy ueilmnprst ' +
    'vaei waeirs xt yp ze'
  )
    .split(' ')
    .map((letters) => [letters.slice(0, 1), letters.slice(1)]),
);

/** Shares of common pairs: below the one a text is random, above the other it is made of words. */
const randomShare = 0.45;
export const wordShare = 0.6;

/** Texts that stand where manuals have a value. */
const placeholderWords = /change_?-?me|example|placeholder|redacted|your[_-]|<secret>|x{4}|\*{3}|a-z/i;

/** Something that is put in later: `${VAR}`, `$VAR`, `{{ name }}`, `{name}`, `<name>`, `%s`, `%NAME%`, `#{name}`, `@name@`. */
const substitution = /\$[{(]|^\$(?:[A-Za-z_]|\d$)|\{[\w.]{0,60}\}|\{\{|^<|>$|^%\w{1,60}%$|%[sdv(]|^@\w{1,60}@$|\.\.\./;

/** Whether `value` only stands for a secret. */
export function isPlaceholder(value: string): boolean {
  return substitution.test(value) || placeholderWords.test(value) || countDifferent(value) < 4;
}

/** Whether `value` looks as if drawn by chance. Tells from about 8 characters on. */
export function looksRandom(value: string): boolean {
  return shareOfWords(value) < randomShare;
}

/**
 * How much of `value` is made as words are, 0 to 1: of all neighbours that are letters or digits, the pairs of letters that
 * are common. A change between letters and digits speaks against it, the border of a camelCase word neither way.
 */
export function shareOfWords(value: string): number {
  let common = 0;
  let all = 0;
  for (let at = 1; at < value.length; at++) {
    const before = kindAt(value, at - 1);
    const here = kindAt(value, at);
    if (before === 'other' || here === 'other' || (before === 'lower' && here === 'upper')) continue;
    if (before === 'digit' && here === 'digit') continue;
    all++;
    const letter = value.charAt(at).toLowerCase();
    if (before !== 'digit' && here !== 'digit') {
      if (followers[value.charAt(at - 1).toLowerCase()]?.includes(letter) === true) common++;
    }
  }
  return all === 0 ? 0 : common / all;
}

/** Shannon's entropy of the characters, in bits each. */
export function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

export function countDigits(value: string): number {
  let count = 0;
  for (let at = 0; at < value.length; at++) if (kindAt(value, at) === 'digit') count++;
  return count;
}

type CharacterKind = 'lower' | 'upper' | 'digit' | 'other';

function kindAt(text: string, at: number): CharacterKind {
  const code = text.charCodeAt(at);
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  return code >= 0x30 && code <= 0x39 ? 'digit' : 'other';
}

function countDifferent(value: string): number {
  return new Set(value).size;
}
