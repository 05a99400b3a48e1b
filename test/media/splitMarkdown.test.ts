import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { inlineHtml, parseBlocks } from '../../media/markdown/markdownParser.ts';
import { type MarkdownPart, type SplitMarkdown, splitMarkdown } from '../../media/markdown/splitMarkdown.ts';
import { codeBlocks } from '../../src/core/chat/codeBlocks.ts';
import { repairFences } from '../../src/core/chat/repairFences.ts';

const lines = [
  '# Heading',
  'Text with `code` and **more**.',
  '',
  '',
  '- item',
  '  - inner',
  '1. one',
  '> quote',
  '> ```ts',
  '```ts src/a.ts',
  '```',
  '~~~',
  '    indented',
  '  ```py',
  'Update `src/b.ts`:',
  '---',
  '===',
  '| a | b |',
  '|---|---|',
  '[ref]: https://example.com',
  'See [ref].',
];
const answers = fc
  .array(fc.constantFrom(...lines), { maxLength: 120 })
  .map((chosen) => repairFences(chosen.join('\n')));

describe('splitMarkdown', () => {
  it('loses nothing and repeats nothing', () => {
    fc.assert(
      fc.property(answers, (text) => {
        const { parts } = splitMarkdown(text);
        assert.equal(parts.map(({ source }) => source).join(''), text);
      }),
    );
  });

  it('gives the parts the blocks of the whole', () => {
    fc.assert(
      fc.property(answers, (text) => {
        const { parts, references } = splitMarkdown(text);
        const whole = outline(parseBlocks(text, {}), references);
        assert.deepEqual(
          parts.flatMap(({ blocks }) => outline(blocks, references)),
          whole,
        );
        assert.deepEqual(
          parts.flatMap(({ source }) => outline(parseBlocks(source, {}), references)),
          whole,
        );
      }),
    );
  });

  it('comes to the same however the answer has grown', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const ends = [...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
        const grown = ends.reduce<SplitMarkdown>(
          (previous, end) => splitMarkdown(repairFences(text.slice(0, end)), previous),
          splitMarkdown(''),
        );
        assert.deepEqual(grown.parts.map(facts), splitMarkdown(text).parts.map(facts));
      }),
    );
  });

  it('numbers and names code blocks as the host does', () => {
    fc.assert(
      fc.property(answers, (text) => {
        const ours = splitMarkdown(text).parts.flatMap(({ firstFence, fences }) =>
          fences.map((fence, at) => ({ index: firstFence + at, ...fence })),
        );
        const theirs = codeBlocks(text).map(({ index, path, isClosed }) => ({
          index,
          ...(path !== undefined && { path }),
          isClosed,
        }));
        assert.deepEqual(ours, theirs);
      }),
    );
  });

  it('keeps what is finished while an answer grows', () => {
    const text = Array.from({ length: 300 }, (_, at) => `Paragraph ${at}.\n`).join('\n');
    const before = splitMarkdown(text);
    const after = splitMarkdown(`${text}More.`, before);
    assert.ok(before.parts.length > 5);
    for (const [at, part] of before.parts.slice(0, -1).entries()) assert.equal(after.parts[at], part);
  });
});

function facts({ blocks, ...part }: MarkdownPart): unknown {
  return { ...part, blocks: outline(blocks, {}) };
}

function outline(blocks: MarkdownPart['blocks'], references: SplitMarkdown['references']): readonly string[] {
  return blocks.map(({ type, content, info }) =>
    [type, info, ...(type === 'inline' ? inlineHtml(content, references) : [content])].join('|'),
  );
}
