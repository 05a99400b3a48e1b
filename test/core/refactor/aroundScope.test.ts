import { strict as assert } from 'node:assert';
import { aroundScope } from '../../../src/core/refactor/aroundScope.ts';

const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const secret = `const key = '${token}';\n`;
const parts = (head: string, scope: string, tail: string) => ({ head, scope, tail, path: 'a.ts' });

describe('aroundScope', () => {
  it('is the text above and below as it is', () => {
    assert.deepEqual(aroundScope(parts('a\nb\n', 'c\n', 'd\ne')), { above: 'a\nb\n', below: 'd\ne' });
    assert.deepEqual(aroundScope(parts('', 'c', '')), { above: '', below: '' });
    assert.deepEqual(aroundScope(parts('a\n', '', 'b\n')), { above: 'a\n', below: 'b\n' });
  });

  it('has no secret, also where it begins on one side and ends on the other', () => {
    const { above, below } = aroundScope(parts(secret, 'f();\n', secret));
    assert.ok(!above.includes(token) && !below.includes(token), above);
    const key = `-----BEGIN PRIVATE KEY-----\n${`${'Q'.repeat(64)}\n`.repeat(4)}-----END PRIVATE KEY-----\n`;
    const [head, tail] = [key.slice(0, key.indexOf('\n') + 1), key.slice(key.indexOf('\n') + 1)];
    assert.ok(!aroundScope(parts(head, '', tail)).below.includes('QQQQ'));
  });
});
