import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseWorkspacePrompt } from '../../../src/core/chat/workspacePrompt.ts';

const whole =
  '---\nname: review\ndescription: "Looks for bugs."\nmentions: [changes, #problems]\n---\nReview it. {{input}}\n';

function problemOf(text: string, fileName = 'review.md'): string {
  const parsed = parseWorkspacePrompt(fileName, text);
  return parsed.kind === 'problem' ? parsed.problem : assert.fail('no problem');
}

describe('parseWorkspacePrompt', () => {
  it('reads name, description, mentions and the prompt, with any line ends', () => {
    for (const text of [whole, whole.replaceAll('\n', '\r\n'), `\uFEFF${whole}`]) {
      assert.deepEqual(parseWorkspacePrompt('x.md', text), {
        kind: 'prompt',
        command: {
          id: 'review',
          title: 'review',
          sentence: 'Looks for bugs.',
          prompt: 'Review it. {{input}}',
          mentions: ['changes', 'problems'],
        },
      });
    }
  });

  it('needs no head: the file gives the name', () => {
    const parsed = parseWorkspacePrompt('.leeward/prompts/be-kind.md', 'Be kind.\n---\n');
    assert.ok(parsed.kind === 'prompt');
    assert.deepEqual([parsed.command.id, parsed.command.prompt], ['be-kind', 'Be kind.\n---']);
  });

  const bad: readonly (readonly [text: string, problem: RegExp])[] = [
    ['---\nname: a\n', /no second one/],
    ['---\nname a\n---\nx', /"name a"/],
    ['---\nmodel: a\n---\nx', /no "model"/],
    ['---\nname: a\nname: b\n---\nx', /twice/],
    ['---\nname: a b\n---\nx', /"a b"/],
    ['---\nname: Fix\n---\nx', /command of Leeward/],
    ['---\nmentions: file\n---\nx', /"file" can't/],
    ['Do {{what}}', /\{\{what\}\}/],
    ['---\nname: a\n---\n \n', /says nothing/],
    ['x'.repeat(20_001), /longer/],
  ];
  for (const [text, problem] of bad) {
    it(`says what is wrong with ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.match(problemOf(text), problem);
      assert.match(problemOf(text), /^review\.md: [^\n]*\.$/);
    });
  }

  it('never throws, and gives only what can be typed', () => {
    const line = fc.constantFrom('---', 'name: a', 'mentions:', 'description: x', ':', '{{input}}', '{{', 'text', '');
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, name) => {
        const parsed = parseWorkspacePrompt(name, lines.join('\n'));
        if (parsed.kind === 'prompt') assert.match(parsed.command.id, /^[\w-]+$/);
      }),
    );
  });
});
