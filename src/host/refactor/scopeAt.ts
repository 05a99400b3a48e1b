import { chooseScope } from '../../core/refactor/chooseScope.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { scopeName } from '../../core/refactor/scopeName.ts';
import { CancelledError, isCancelled, UserError } from '../../shared/errors.ts';
import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { offsetsOf, type RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';

export interface PlacedScope {
  /** Of the document, as it was when the scope was found. */
  readonly text: string;
  /** Empty: the cursor. */
  readonly selection: OffsetRange;
  /** What a refactoring may change there: whole lines of the text. */
  readonly scope: OffsetRange;
  /** What a user calls it. */
  readonly name: string;
}

/**
 * What a refactoring is about at a place.
 *
 * @throws CancelledError, also where it is typed all the time.
 */
export async function scopeAt(
  ports: Pick<RefactorPorts, 'repoContext'>,
  refactoring: Pick<Refactoring, 'scope' | 'kind'>,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<PlacedScope> {
  const enclosing = await scopesOf(ports, place, signal);
  const text = place.document.getText();
  const selection = offsetsOf(place);
  const { scope: extent, kind } = refactoring;
  const scope = chooseScope({ scope: extent, kind, text, selection, enclosing });
  return { text, selection, scope, name: scopeName(text, scope, enclosing) };
}

/** What a place is in. Nothing where its syntax can't be told. Waits for a moment without typing. */
export async function scopesOf(
  { repoContext }: Pick<RefactorPorts, 'repoContext'>,
  place: RefactorPlace,
  signal: AbortSignal,
): Promise<readonly EnclosingScope[]> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { version } = place.document;
    try {
      const scopes = await repoContext.scopesAt(place.document, offsetsOf(place), signal);
      if (place.document.version === version) return scopes ?? [];
    } catch (error) {
      if (error instanceof UserError) return [];
      // It was typed in meanwhile.
      if (!isCancelled(error) || signal.aborted) throw error;
    }
  }
  throw new CancelledError();
}

const attempts = 5;
