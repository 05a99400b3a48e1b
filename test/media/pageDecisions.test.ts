import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { droppedUris } from '../../media/composer/droppedUris.ts';
import { freeTokens, meterWords } from '../../media/composer/meterWords.ts';
import { typedWord } from '../../media/composer/typedWord.ts';
import { splitCode } from '../../media/markdown/highlightCode.ts';
import { isSafeLink, parseMarkdown, renderTokens } from '../../media/markdown/markdownParser.ts';
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
    const html = (text: string): string => renderTokens(parseMarkdown(text));
    assert.match(html(`${'>'.repeat(10_000)} bottom`), /bottom/);
    assert.match(html(`${'- '.repeat(10_000)}bottom`), /bottom/);
    assert.ok((html(`${'>'.repeat(10_000)} bottom`).match(/<blockquote/g) ?? []).length < 50);
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
