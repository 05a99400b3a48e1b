import fc from 'fast-check';
import type { Place } from '../../src/core/completion/place.ts';

/** What a user does at the cursor. */
export type Key =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'accept'; readonly text: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'up' }
  /** The cursor is moved behind a closer on the lines below. */
  | { readonly kind: 'over' }
  | { readonly kind: 'rest' };

export const keys: fc.Arbitrary<Key> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'ab (){}[]"\'\n;').map((text): Key => ({ kind: 'type', text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('f(a, b);', 'if (a) {\n  b();\n}').map((text): Key => ({ kind: 'accept', text })),
  },
  { weight: 2, arbitrary: fc.constant<Key>({ kind: 'backspace' }) },
  { weight: 1, arbitrary: fc.constant<Key>({ kind: 'up' }) },
  { weight: 1, arbitrary: fc.constant<Key>({ kind: 'over' }) },
  { weight: 1, arbitrary: fc.constant<Key>({ kind: 'rest' }) },
);

/** What an editor makes of it: brackets and quotes are closed, and a closer that it has put there is typed over. */
export function applyKey(place: Place, key: Key): Place {
  const { prefix, suffix } = place;
  switch (key.kind) {
    case 'accept':
      return { ...place, prefix: prefix + key.text };
    case 'backspace':
      return { ...place, prefix: prefix.slice(0, -1) };
    case 'up': {
      const lineStart = prefix.lastIndexOf('\n');
      return lineStart === -1
        ? place
        : { ...place, prefix: prefix.slice(0, lineStart), suffix: prefix.slice(lineStart) + suffix };
    }
    case 'over': {
      const length = /^\s*[)\]}"']/.exec(suffix)?.[0].length ?? 0;
      return { ...place, prefix: prefix + suffix.slice(0, length), suffix: suffix.slice(length) };
    }
    case 'rest':
      return place;
    case 'type': {
      const { text } = key;
      if (suffix[0] === text && /[)\]}"']/.test(text))
        return { ...place, prefix: prefix + text, suffix: suffix.slice(1) };
      if (text === '\n' && /\{$/.test(prefix) && suffix[0] === '}')
        return { ...place, prefix: `${prefix}\n  `, suffix: `\n${suffix}` };
      return { ...place, prefix: prefix + text, suffix: (closerOf[text] ?? '') + suffix };
    }
  }
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'" };
