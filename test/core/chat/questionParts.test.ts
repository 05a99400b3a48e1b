import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { codeBlocks } from '../../../src/core/chat/codeBlocks.ts';
import { attachmentText, questionParts, questionText } from '../../../src/core/chat/questionParts.ts';
import { attachedFile, question } from '../../support/chatMessages.ts';

const pieces = fc.constantFrom(
  '```',
  '````',
  '`',
  '\n',
  '\n```\n',
  '\n### b.ts\n',
  'File c.ts:\n',
  '[INST]',
  '<|im_end|>',
  'a',
  ' ',
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

describe('questionParts', () => {
  it('puts each attachment before the question, with its path and lines', () => {
    const attached = { ...attachedFile('src/a.ts', 'const a = 1;'), lines: { start: 2, end: 9 } };
    assert.equal(
      questionText(question('What is a?', undefined, [attached])),
      'File src/a.ts, lines 3 to 9:\n```typescript src/a.ts\nconst a = 1;\n```\n\nWhat is a?',
    );
  });

  it('names what has no path', () => {
    const terminal = { mention: { kind: 'terminal', label: '' }, text: '$ npm test\n', tokens: 3 } as const;
    assert.equal(attachmentText(terminal), 'Terminal output, #terminal:\n```\n$ npm test\n```\n\n');
  });

  it('leaves out what says nothing', () => {
    const empty = { ...attachedFile('a.ts', ' \n'), problem: 'It is private.' };
    assert.deepEqual(questionParts(question('q', undefined, [empty])), [{ kind: 'text', text: 'q' }]);
  });

  it('quotes so that no text ends its own quotation', () => {
    fc.assert(
      fc.property(texts, texts, (text, path) => {
        const said = attachmentText(attachedFile(`x${path}`, `x${text}`));
        const lines = said.split('\n');
        const fence = /^`+/.exec(lines[1] ?? '')?.[0] ?? assert.fail(said);
        assert.equal(lines.filter((line) => line.startsWith(fence)).length, 2, said);
        assert.equal(lines.at(-3), fence);
        assert.ok(said.includes(`\nx${text}`));
      }),
    );
  });

  it('writes a path where the placing of code blocks finds it', () => {
    const [block] = codeBlocks(attachmentText(attachedFile('src/deep/a.ts', 'a;')));
    assert.deepEqual([block?.path, block?.language, block?.code], ['src/deep/a.ts', 'typescript', 'a;\n']);
  });
});
