import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import highlighter from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { droppedUris } from '../../media/composer/droppedUris.ts';
import { freeTokens, meterWords } from '../../media/composer/meterWords.ts';
import { typedWord } from '../../media/composer/typedWord.ts';
import { highlightLines, splitCode } from '../../media/markdown/highlightCode.ts';
import { inlineHtml, isSafeLink, parseBlocks } from '../../media/markdown/markdownParser.ts';
import { nextSpeech } from '../../media/state/speech.ts';

describe('decisions of the chat page', () => {
  const words: readonly (readonly [text: string, word: string | undefined])[] = [
    ['#', '#'],
    ['look at #fi', '#fi'],
    ['look at #file cla', '#file cla'],
    ['look at #file clamp.ts and', undefined],
    ['C#', undefined],
    ['/ex', '/ex'],
    ['and/or', undefined],
    ['say /ex', undefined],
    ['(#sel', '#sel'],
    ['', undefined],
  ];
  for (const [text, word] of words) {
    it(`asks for suggestions for ${JSON.stringify(word)} in ${JSON.stringify(text)}`, () => {
      const found = typedWord(`${text} rest`, text.length);
      assert.equal(found?.text, word);
      if (found !== undefined) assert.equal(text.slice(found.start), word);
    });
  }

  const links: readonly (readonly [address: string, isSafe: boolean])[] = [
    ['https://example.com', true],
    ['http://example.com/a?b#c', true],
    ['src/clamp.ts', true],
    ['./a.ts', true],
    ['a.ts:12', true],
    ['a.ts#L3', true],
    ['javascript:alert(1)', false],
    ['JaVaScRiPt:alert(1)', false],
    [' java\tscript:alert(1)', false],
    ['data:text/html,a', false],
    ['command:workbench.action.quit', false],
    ['vscode://x/y', false],
    ['file:///etc/passwd', false],
    ['//example.com/a', false],
    ['\\\\host\\share', false],
    ['mailto:a@example.com', false],
    ['', false],
  ];
  for (const [address, isSafe] of links) {
    it(`${isSafe ? 'offers' : 'does not offer'} a link to ${JSON.stringify(address)}`, () => {
      assert.equal(isSafeLink(address), isSafe);
    });
  }

  it('keeps what is nested too deeply', () => {
    for (const marker of ['>', '- ']) {
      const blocks = parseBlocks(`${marker.repeat(10_000)} bottom`);
      assert.ok(blocks.some(({ content }) => content.includes('bottom')));
      assert.ok(blocks.length < 200);
    }
  });

  it('cuts text into pieces that say the same, of which only the last few change as it grows', () => {
    const words = [
      'plain words',
      ' *so* ',
      '**',
      '`code` ',
      '[a',
      '](b.ts)',
      '\n',
      ' & ',
      '~~',
      'x'.repeat(150),
      '<b>',
    ];
    const texts = fc.array(fc.constantFrom(...words), { maxLength: 200 }).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(texts, fc.nat(), (text, cut) => {
        const pieces = inlineHtml(text);
        assert.equal(pieces.join(''), wholeHtml(text));
        for (const piece of pieces) assert.equal(openTags(piece), 0);
        // What is closed only later may change what stands before.
        if (!/[*~[]/.test(text)) {
          const before = inlineHtml(text.slice(0, cut % (text.length + 1)));
          assert.deepEqual(pieces.slice(0, before.length - 1), before.slice(0, -1));
        }
      }),
    );
  });

  it('cuts code into whole lines that are the code again', () => {
    const codes = fc
      .array(fc.constantFrom('a = 1;', '', '  b();', 'x'.repeat(300), '/* c', '*/'), { maxLength: 900 })
      .map((chosen) => chosen.join('\n'));
    fc.assert(
      fc.property(codes, (code) => {
        const chunks = splitCode(code);
        assert.equal(chunks.join(''), code);
        for (const chunk of chunks.slice(0, -1)) assert.ok(chunk.endsWith('\n') && chunk.length <= 2_501);
      }),
      { numRuns: 40 },
    );
  });

  it('colours each line by itself as it is coloured among the others', () => {
    const lines = [
      'const a = `x',
      '${b}`;',
      '/* c',
      '*/ return <div>',
      '',
      "  'str'; // rest",
      'if (a < b && c) {',
      '}',
    ];
    const codes = fc.array(fc.constantFrom(...lines), { maxLength: 40 }).map((chosen) => chosen.join('\n'));
    fc.assert(
      fc.property(codes, fc.constantFrom('typescript', 'python', 'xml', 'diff'), (code, language) => {
        const apart = highlightLines(code, language) ?? [];
        assert.equal(apart.filter((line) => openTags(line) !== 0).length, 0);
        assert.ok(apart.slice(0, -1).every((line) => /^[^\n]*\n(?:<\/span>)*$/.test(line)));
        const whole = highlighter.highlight(code, { language, ignoreIllegals: true }).value;
        assert.deepEqual(colours(apart.join('')), colours(whole));
      }),
    );
  });

  it('tells the whole answer once, whatever it came in, and no code', () => {
    const answer = 'First sentence. Second one?\n\n```ts\nconst secretCode = 1;\n```\n\nThe *end* is `near`.';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 }), (steps) => {
        let offset = 0;
        let said = '';
        let end = 0;
        for (const step of steps) {
          end = Math.min(answer.length, end + step);
          const speech = nextSpeech(answer.slice(0, end), offset, false);
          offset = speech.offset;
          said += ` ${speech.text}`;
        }
        said += ` ${nextSpeech(answer, offset, true).text}`;
        const plain = said.replace(/\s+/g, ' ').trim();
        assert.equal(plain, 'First sentence. Second one? Code block, 1 line. The end is near .');
      }),
    );
  });

  it('says what goes first, what is gone, and what a window means', () => {
    const meter = {
      contextTokens: 131_072,
      usedTokens: 90_000,
      reservedTokens: 50_000,
      windowTokens: 4096,
      droppedMessages: 3,
      nextToDrop: 2,
    };
    const { short, sentences } = meterWords(meter);
    assert.equal(short, '90,000 of 131,072 tokens used');
    assert.match(sentences.join(' '), /first 3 messages.*oldest 2 messages.*last 4,096 tokens/);
    assert.equal(freeTokens(meter), 0);
    assert.match(meterWords({ ...meter, contextTokens: 0 }).tooltip, /No model/);
  });

  it('takes URIs from what was dropped, and nothing else', () => {
    const read = (type: string): string =>
      type === 'text/uri-list' ? 'file:///a.ts\r\n# note\nfile:///a.ts\nplain' : '';
    assert.deepEqual(droppedUris(read), ['file:///a.ts']);
  });
});

/** The same by markdown-it alone, in one piece. */
function wholeHtml(text: string): string {
  const html = MarkdownIt({ html: false }).renderInline(text);
  return html.replace(/<a href="([^"]*)">/g, '<span data-link="$1">').replaceAll('</a>', '</span>');
}

function openTags(html: string): number {
  return (html.match(/<(?!\/|br)/g) ?? []).length - (html.match(/<\//g) ?? []).length;
}

/** Each character with the classes around it. */
function colours(html: string): readonly string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [token] of html.matchAll(/<[^>]*>|&\w+;|./gs)) {
    if (token === '</span>') open.pop();
    else if (token.startsWith('<')) open.push(token);
    else found.push([...open, token].join(' '));
  }
  return found;
}
