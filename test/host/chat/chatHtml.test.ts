import { strict as assert } from 'node:assert';
import { chatHtml } from '../../../src/host/chat/chatHtml.ts';

describe('the document of the chat page', () => {
  const html = chatHtml({
    cspSource: 'https://own.test',
    nonce: 'once',
    assetUri: (name) => `https://own.test/${name}`,
  });

  it('allows its own style and font, and the one script with the nonce', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const rules = Object.fromEntries(policy.split('; ').map((rule) => rule.split(/ (.*)/)));
    assert.equal(rules['default-src'], "'none'");
    assert.equal(rules['script-src'], "'nonce-once'");
    assert.equal(rules['style-src'], 'https://own.test');
    assert.equal(rules['font-src'], 'https://own.test');
    assert.doesNotMatch(policy, /unsafe|\*|data:|connect-src|img-src/);
  });

  it('has no script or style in itself', () => {
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="once" src="https://own.test/chat.js">']);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
  });
});
