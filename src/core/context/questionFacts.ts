import type { CursorFacts } from '../../shared/contextQuery.ts';
import { namesIn } from './identifiers.ts';

/** A question as the index is asked it: as a place, in no file, that uses the names which it has among its words. */
export function questionFacts(question: string): CursorFacts {
  const names = [...new Set(namesIn(question))].map((name) => ({
    ...{ name, count: 1, distanceLines: 0, isInSignature: false },
    ...{ recency: 1, likeness: 0 },
  }));
  return {
    ...{ path: '', languageId: 'plaintext', imports: [], names, ownNames: [], supertypes: [], variables: [] },
    surroundings: { above: [], below: [] },
  };
}
