import fc from 'fast-check';

/** What happens to a document while a change of it is proposed. Numbers are chosen before the texts that they are for. */
export type ReviewStep =
  /** The proposal so far, or the whole one. */
  | { readonly kind: 'progress' | 'offer'; readonly plan: readonly number[] }
  /** One edit or two at once. */
  | { readonly kind: 'edit'; readonly edits: readonly PlannedEdit[] }
  | { readonly kind: 'undo' | 'redo' | 'acceptAll' | 'rejectAll' | 'takeBack' | 'lineEnds' }
  | { readonly kind: 'accept' | 'reject'; readonly which: number }
  /** Another program has written the file: `disk` while the document is open, `reopen` while it was closed. */
  | { readonly kind: 'disk' | 'reopen'; readonly plan: readonly number[] }
  /** A hunk is accepted in the very moment at which something is typed. */
  | { readonly kind: 'race'; readonly which: number; readonly edit: PlannedEdit };

export interface PlannedEdit {
  /** Where it begins: of 1000 of the text. */
  readonly at: number;
  /** Characters that go. */
  readonly length: number;
  readonly insert: 'nothing' | 'word' | 'lineEnd' | 'line' | 'lines';
  /** It begins and ends at line starts. */
  readonly isWholeLines: boolean;
}

const edit: fc.Arbitrary<PlannedEdit> = fc.record({
  at: fc.nat(1000),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(30) }),
  insert: fc.constantFrom('nothing', 'word', 'word', 'lineEnd', 'line', 'lines'),
  isWholeLines: fc.boolean(),
});
const plan = fc.array(fc.nat(11), { minLength: 1, maxLength: 24 });
const which = fc.nat(20);

const beforeOffer: fc.Arbitrary<ReviewStep> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('progress' as const), plan }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), edits: fc.array(edit, { minLength: 1, maxLength: 2 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'acceptAll' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disk' as const, 'reopen' as const), plan }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lineEnds' as const }) },
);
const afterOffer: fc.Arbitrary<ReviewStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('accept' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reject' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), edits: fc.array(edit, { minLength: 1, maxLength: 2 }) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'undo' as const, 'redo' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'takeBack' as const,
        'takeBack' as const,
        'acceptAll' as const,
        'rejectAll' as const,
        'lineEnds' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disk' as const, 'reopen' as const), plan }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('race' as const), which, edit }) },
);

/** A proposal that is written, offered, and decided, while the document changes. */
export function reviewSteps(mostBefore: number, mostAfter: number): fc.Arbitrary<readonly ReviewStep[]> {
  const offer = fc.record({ kind: fc.constant('offer' as const), plan });
  return fc
    .tuple(fc.array(beforeOffer, { maxLength: mostBefore }), offer, fc.array(afterOffer, { maxLength: mostAfter }))
    .map(([before, offered, after]) => [...before, offered, ...after]);
}

/** Line ends, a last line with or without one, how many lines. */
export const startingTexts = fc.record({
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
  lineCount: fc.nat(14),
  hasFinalLineEnd: fc.boolean(),
});
