import { strict as assert } from 'node:assert';
import { maxBlockTokens } from '../../../src/core/completion/blockMode.ts';
import { staysInWindow } from '../../../src/core/completion/staysInWindow.ts';
import { estimateTokens } from '../../../src/core/prompt/budget.ts';

const text = 'const total = sum(a, b);\n'.repeat(40);
const prompt = {
  segments: [
    { kind: 'control', text: '<|fim_prefix|>' },
    { kind: 'text', text },
  ],
} as const;

describe('staysInWindow', () => {
  it('counts the prompt and the longest answer', () => {
    const needed = 1 + estimateTokens(text) + maxBlockTokens;
    assert.equal(staysInWindow(prompt, needed), true);
    assert.equal(staysInWindow(prompt, needed - 1), false);
  });

  it('holds for whatever is asked of a model without a window', () => {
    assert.equal(staysInWindow(prompt, undefined), true);
  });
});
