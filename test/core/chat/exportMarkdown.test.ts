import { strict as assert } from 'node:assert';
import { codeBlocks } from '../../../src/core/chat/codeBlocks.ts';
import { emptyConversation, withMessage } from '../../../src/core/chat/conversationTree.ts';
import { exportMarkdown } from '../../../src/core/chat/exportMarkdown.ts';
import { answer, attachedFile, question } from '../../support/chatMessages.ts';

describe('exportMarkdown', () => {
  it('has the shown branch, what was attached folded', () => {
    const asked = withMessage(emptyConversation('c', 0), question('q1', undefined, [attachedFile('src/a.ts', 'a;')]));
    const answered = withMessage(asked, answer('a1', 'q1'));
    assert.equal(
      exportMarkdown(withMessage(answered, { ...answer('a2', 'q1'), status: 'cut', problem: 'It was long.' })),
      [
        '# q1',
        '## You',
        '<details><summary>a.ts</summary>\n\n```typescript src/a.ts\na;\n```\n\n</details>',
        'q1',
        '## Model',
        'a2',
        '*Cut. It was long.*\n',
      ].join('\n\n'),
    );
  });

  it('lets no name and no half code block change what follows', () => {
    const file = attachedFile('a.ts', '```\n</details>\n');
    const hostile = { ...file, mention: { ...file.mention, label: 'a</summary>.ts' } };
    const asked = withMessage(emptyConversation('c', 0), { ...question('q', undefined, [hostile]), text: '# [q](x)' });
    const stopped = { ...answer('a', 'q'), text: 'So:\n```ts\nconst a', status: 'stopped' } as const;
    const markdown = exportMarkdown(withMessage(withMessage(asked, stopped), question('next', 'a')));
    assert.ok(markdown.startsWith('# \\# \\[q\\](x)\n'));
    assert.ok(markdown.includes('<summary>a&lt;/summary&gt;.ts</summary>'));
    assert.deepEqual(
      codeBlocks(markdown).map(({ code, isClosed }) => [code, isClosed]),
      [
        ['```\n</details>\n', true],
        ['const a\n', true],
      ],
    );
  });
});
