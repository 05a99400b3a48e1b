import { strict as assert } from 'node:assert';
import { parseLink } from '../../../src/core/chat/parseLink.ts';

describe('links of answers', () => {
  it('lead to the web', () => {
    for (const address of ['https://example.com/a?b=c#d', 'http://localhost:80', 'HTTPS://EXAMPLE.COM'])
      assert.deepEqual(parseLink(address), { kind: 'web', address });
  });

  it('lead to files of the workspace, and lines in them', () => {
    assert.deepEqual(parseLink('src/a.ts'), { kind: 'file', path: 'src/a.ts' });
    assert.deepEqual(parseLink('./src/a%20b.ts#L12'), { kind: 'file', path: 'src/a b.ts', line: 11 });
    assert.deepEqual(parseLink('src\\a.ts:7'), { kind: 'file', path: 'src/a.ts', line: 6 });
    assert.deepEqual(parseLink('a.ts:7:3'), { kind: 'file', path: 'a.ts', line: 6 });
    assert.deepEqual(parseLink('a.ts#L3-L9'), { kind: 'file', path: 'a.ts', line: 2 });
    assert.deepEqual(parseLink('100%.md#section'), { kind: 'file', path: '100%.md' });
  });

  it('lead nowhere else', () => {
    const others = [
      ...[
        'command:workbench.action.quit',
        'javascript:alert(1)',
        'data:text/html,x',
        'vscode://a/b',
        'file:///etc/passwd',
      ],
      ...[
        '/etc/passwd',
        '\\\\host\\share',
        'C:\\a.txt',
        'c:/a',
        '//host/a',
        '../a.ts',
        'a/../../b',
        'a/%2e%2e/b',
        '..\\a',
      ],
      ...['', ' ', '#top', 'https://', 'java\u0000script:x', 'a\nb', '.', 'mailto:a@b'],
    ];
    for (const address of others) assert.equal(parseLink(address), undefined, address);
  });
});
