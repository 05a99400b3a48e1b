import { strict as assert } from 'node:assert';
import { plainMessage } from '../../src/shared/plainMessage.ts';

/** As VS Code looks for links in notifications. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('a message that quotes others', () => {
  it('has no links', () => {
    const texts = [
      '[Fix](command:workbench.action.terminal.new)',
      'a.ts:1: [a](command:b)[c](https://d "e")',
      '[x](FILE:///etc)',
    ];
    for (const text of texts) {
      assert.match(text, link);
      assert.doesNotMatch(plainMessage(text), link);
    }
  });

  it('reads as before', () => {
    assert.equal(plainMessage('Type [a] (of b[1]) is missing.'), 'Type [a] (of b[1]) is missing.');
    assert.equal(plainMessage('f[0](x)').replaceAll('\u200b', ''), 'f[0](x)');
  });
});
