/**
 * Secrets in text: where they are, and the text without them.
 *
 * They are taken out of all that is indexed (`withoutSecrets`: words of the search, signatures, chunks) and of all that is
 * quoted in a prompt (`redactSecrets`: snippets, recent edits, copied text). The document's own text around the cursor is
 * left as it is: it goes to a model on the user's own machine and is quoted to nobody, and an answer must go on from what
 * is there.
 *
 * What looks like a secret and is none (hashes, test data) is taken out as well: a model loses nothing by it. What is a
 * name in code never is, since it would.
 */
import type { FoundSecret } from './foundSecret.ts';
import { findLongTokens } from './longTokens.ts';
import { findNamedSecrets } from './namedSecrets.ts';
import { findPrivateKeys } from './privateKeys.ts';
import { findTokens } from './tokenPatterns.ts';

/** Instead of a secret in a prompt. */
const replacement = '<secret>';

/** All secrets, in their order, apart from each other. `path` tells how unquoted values are to be read. */
export function findSecrets(text: string, path: string): readonly FoundSecret[] {
  const found = [
    ...findPrivateKeys(text),
    ...findTokens(text),
    ...findNamedSecrets(text, path),
    ...findLongTokens(text),
  ];
  return mergeOverlapping(found);
}

/** Text for the index: of the same length and with the same lines, with `*` in the place of secrets. */
export function withoutSecrets(text: string, path: string): string {
  return replaceSecrets(text, findSecrets(text, path), (secret) => '*'.repeat(secret.end - secret.start));
}

/** Text for a prompt: with as many lines, with `<secret>` in the place of secrets. */
export function redactSecrets(text: string, path: string): { readonly text: string; readonly found: number } {
  const secrets = findSecrets(text, path);
  const redacted = replaceSecrets(text, secrets, (secret) => (secret.isContinued ? '' : replacement));
  return { text: redacted, found: secrets.filter(({ isContinued }) => !isContinued).length };
}

function replaceSecrets(
  text: string,
  secrets: readonly FoundSecret[],
  replace: (secret: FoundSecret) => string,
): string {
  let result = '';
  let at = 0;
  for (const secret of secrets) {
    result += text.slice(at, secret.start) + replace(secret);
    at = secret.end;
  }
  return result + text.slice(at);
}

function mergeOverlapping(secrets: readonly FoundSecret[]): readonly FoundSecret[] {
  const merged: FoundSecret[] = [];
  for (const secret of [...secrets].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || secret.start >= last.end) merged.push(secret);
    else if (secret.end > last.end) merged[merged.length - 1] = { ...last, end: secret.end };
  }
  return merged;
}
