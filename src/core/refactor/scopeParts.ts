import type { OffsetRange } from '../../shared/text.ts';

/** A document in three parts, whose middle is what may change. */
export interface ScopeParts {
  readonly head: string;
  readonly scope: string;
  readonly tail: string;
  /** VS Code's. */
  readonly languageId: string;
  /** Relative, `/`-separated. */
  readonly path: string;
}

export function partsOf(
  { text, languageId, path }: { readonly text: string; readonly languageId: string; readonly path: string },
  { start, end }: OffsetRange,
): ScopeParts {
  return { head: text.slice(0, start), scope: text.slice(start, end), tail: text.slice(end), languageId, path };
}

export function textOf({ head, scope, tail }: ScopeParts): string {
  return head + scope + tail;
}
