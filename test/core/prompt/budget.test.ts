import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  cutPrefix,
  cutSuffix,
  estimateTokens,
  maxPromptTokens,
  promptBudget,
} from '../../../src/core/prompt/budget.ts';

const text = fc
  .array(fc.constantFrom('a', 'let x = 1;', '\n', '  ', '中', '😀', 'é', '42'), { maxLength: 200 })
  .map((parts) => parts.join(''));
const budgets = fc.integer({ min: 16, max: 80 });

describe('promptBudget', () => {
  it('leaves room for the answer', () => {
    for (const contextSizeTokens of [512, 2_048, 4_096, 131_072]) {
      for (const hasSuffix of [false, true]) {
        const { prefixTokens, suffixTokens } = promptBudget(contextSizeTokens, 200, hasSuffix);
        assert.ok(prefixTokens + suffixTokens + 200 < contextSizeTokens);
        assert.ok(prefixTokens + suffixTokens <= maxPromptTokens);
        assert.equal(suffixTokens > 0, hasSuffix);
      }
    }
  });
});

describe('estimateTokens', () => {
  it('counts words, parts of names, signs and digits, not characters', () => {
    const prose = estimateTokens('the quick brown foxes jump over the lazy dogs again\n');
    const dense = estimateTokens('if(a[i]+b[j]!=c[k])d=(e<<2)|f&~g;x[y(z)]=w?v:u-t;\n');
    assert.ok(dense > 2.5 * prose, `${dense} ${prose}`);
    assert.ok(estimateTokens('readHttpLine') > estimateTokens('readhttpline'));
    assert.ok(estimateTokens('qwxzkvjqpzxkvbnmqwrtplkjhgfdszxcvbnmqwrt') > 15, 'letters that are no words');
    assert.ok(estimateTokens(' '.repeat(40)) < 6);
    assert.equal(estimateTokens('中😀é'), 3 + 4 + 2);
    assert.equal(estimateTokens(''), 0);
  });
});

describe('cutPrefix', () => {
  it('laws: an end of the prefix within the budget, no half characters', () => {
    fc.assert(
      fc.property(text, budgets, (prefix, budgetTokens) => {
        const cut = cutPrefix(prefix, budgetTokens);
        assert.ok(prefix.endsWith(cut));
        assert.ok(estimateTokens(cut) <= budgetTokens);
        assert.ok(!/^[\udc00-\udfff]/.test(cut));
        if (estimateTokens(prefix) <= budgetTokens) assert.equal(cut, prefix);
        else assert.ok(cut.length > 0);
      }),
    );
  });

  it('keeps its start through a thousand keystrokes but for a few', () => {
    const lines = Array.from(
      { length: 120 },
      (_, index) => `const value${index} = compute(${'x'.repeat(index % 9)});\n`,
    ).join('');
    const budgetTokens = 400;
    const starts = new Set<number>();
    for (let length = 2_000; length < 3_000; length++) {
      const prefix = lines.slice(0, length);
      const start = length - cutPrefix(prefix, budgetTokens).length;
      assert.equal(prefix[start - 1], '\n');
      starts.add(start);
    }
    assert.ok(starts.size <= 4, [...starts].join(' '));
    assert.ok(starts.size >= 2);
  });

  it('cuts lines that have no end', () => {
    const text = 'x'.repeat(1_000);
    const cut = cutPrefix(text, 100);
    assert.ok(text.length > cut.length && estimateTokens(cut) >= 25 && estimateTokens(cut) <= 100);
  });
});

describe('cutSuffix', () => {
  it('laws: a beginning of the suffix within the budget, to a line end if there is one', () => {
    fc.assert(
      fc.property(text, budgets, (suffix, budgetTokens) => {
        const cut = cutSuffix(suffix, budgetTokens);
        assert.ok(suffix.startsWith(cut));
        assert.ok(!/[\ud800-\udbff]$/.test(cut));
        if (cut !== suffix && cut.includes('\n')) assert.ok(cut.endsWith('\n'));
        assert.ok(estimateTokens(cut) <= budgetTokens);
      }),
    );
  });

  it('is nothing without a budget', () => assert.equal(cutSuffix('abc', 0), ''));
});
