import { type SkipReason, whyUnfit } from './fileKinds.ts';
import { withoutSecrets } from './secrets.ts';

/** What may be indexed and quoted of a file, or why nothing may. */
export type IndexableText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unfit'; readonly reason: SkipReason };

/**
 * The one way from a file's bytes to text that is indexed or quoted: decoded as UTF-8, without its byte order mark and
 * without secrets. Offsets and lines are those of the decoded file, so that what is parsed from it can be found there.
 */
export function indexableText(bytes: Uint8Array, path: string): IndexableText {
  if (bytes.includes(0)) return { kind: 'unfit', reason: 'binary' };
  const text = new TextDecoder().decode(bytes);
  const reason = whyUnfit(text);
  return reason === undefined ? { kind: 'text', text: withoutSecrets(text, path) } : { kind: 'unfit', reason };
}
