import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { ShowPolicy } from '../../../src/core/completion/showPolicy.ts';

const levels = ['eager', 'balanced', 'quiet'] as const;
const confidences = fc.array(fc.double({ min: -50, max: 0, noNaN: true }), { minLength: 10, maxLength: 150 });

function policyOf(answers: readonly number[], outcomes: readonly boolean[] = []): ShowPolicy {
  const policy = new ShowPolicy();
  for (const answer of answers) policy.noteAnswer(answer);
  for (const isAccepted of outcomes) {
    policy.noteShown();
    if (isAccepted) policy.noteAccepted();
  }
  return policy;
}

describe('ShowPolicy', () => {
  it('shows all before it can tell one from another, and what nothing is known of', () => {
    assert.ok(policyOf([-1, -2]).isWorthShowing(-99, 'quiet'));
    assert.ok(policyOf(Array.from({ length: 50 }, () => -1)).isWorthShowing(undefined, 'quiet'));
  });

  it('law: eager shows all', () => {
    fc.assert(
      fc.property(confidences, fc.double({ min: -99, max: 0, noNaN: true }), (answers, confidence) => {
        assert.ok(policyOf(answers).isWorthShowing(confidence, 'eager'));
      }),
    );
  });

  it('law: what is surer is shown where what is less sure is, and quiet shows nothing that balanced does not', () => {
    fc.assert(
      fc.property(
        confidences,
        fc.tuple(fc.double({ min: -99, max: 0, noNaN: true }), fc.double({ min: -99, max: 0, noNaN: true })),
        (answers, [a, b]) => {
          const policy = policyOf(answers);
          for (const level of levels) {
            if (policy.isWorthShowing(Math.min(a, b), level)) assert.ok(policy.isWorthShowing(Math.max(a, b), level));
          }
          if (policy.isWorthShowing(a, 'quiet')) assert.ok(policy.isWorthShowing(a, 'balanced'));
        },
      ),
    );
  });

  it('law: of answers that differ, at least half are shown by default, whatever the user accepts', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ min: -50, max: 0, noNaN: true }), { minLength: 20, maxLength: 100 }),
        fc.array(fc.boolean(), { maxLength: 80 }),
        (answers, outcomes) => {
          const policy = policyOf(answers, outcomes);
          const shown = answers.filter((one) => policy.isWorthShowing(one, 'balanced')).length;
          assert.ok(shown >= answers.length * 0.4, `${shown} of ${answers.length}`);
          assert.ok(policyOf(answers).hiddenShare('balanced') <= 0.5);
        },
      ),
    );
  });

  it('shows what it is certain of, however often that is', () => {
    const policy = policyOf([
      ...Array.from({ length: 70 }, () => 0),
      ...Array.from({ length: 30 }, (_, index) => -index - 1),
    ]);
    for (const level of levels) assert.ok(policy.isWorthShowing(0, level), level);
  });

  it('shows more to who accepts much, and less to who accepts nothing', () => {
    const answers = Array.from({ length: 100 }, (_, index) => -index);
    const share = (outcomes: readonly boolean[]) => policyOf(answers, outcomes).hiddenShare('balanced');
    const usual = share([]);
    assert.ok(share(Array.from({ length: 50 }, () => true)) < usual);
    assert.ok(share(Array.from({ length: 50 }, () => false)) > usual);
  });

  it('begins anew with another model', () => {
    const policy = policyOf(Array.from({ length: 100 }, () => -1));
    assert.ok(!policy.isWorthShowing(-2, 'balanced'));
    policy.forgetAnswers();
    assert.ok(policy.isWorthShowing(-2, 'balanced'));
  });
});
