import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { Env } from 'markdown-it';
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
  '[ref]: b.ts',
  '[other]: <c.ts>',
  '"title"',
  '> [quoted]: d.ts',
  'See [ref] and [other].',
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

  it('knows the link definitions of the whole', () => {
    fc.assert(
      fc.property(answers, (text) => {
        const env: Env = {};
        parseBlocks(text, env);
        assert.deepEqual(splitMarkdown(text).references, env.references ?? {});
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
        const atOnce = splitMarkdown(text);
        assert.deepEqual(grown.parts.map(facts), atOnce.parts.map(facts));
        assert.deepEqual(grown.references, atOnce.references);
      }),
    );
  });

  it('takes a link definition for what it has become, letter by letter, wherever it stands', () => {
    const definition = '[docs]: https://example.com/a/b "Title"';
    const prose = Array.from({ length: 100 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
    for (const [before, behind] of [
      ['', ''],
      [prose, ''],
      [prose, ' but text'],
      ['', `\n\n${prose}[docs]: too-late.ts\n`],
    ] as const) {
      const text = `${before}${definition}${behind}`;
      let grown = splitMarkdown(before);
      for (let end = before.length; end <= text.length; end++) grown = splitMarkdown(text.slice(0, end), grown);
      const found = behind === ' but text' ? {} : { DOCS: { href: 'https://example.com/a/b', title: 'Title' } };
      assert.deepEqual(grown.references, found);
    }
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
    const text = Array.from({ length: 300 }, (_, at) => `Paragraph ${at}.\n\n[ref${at}]: a.ts\n`).join('\n');
    const before = splitMarkdown(text);
    const after = splitMarkdown(`${text}More.`, before);
    assert.ok(before.parts.length > 5);
    for (const [at, part] of before.parts.slice(0, -1).entries()) assert.equal(after.parts[at], part);
    assert.equal(after.references, before.references);
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
