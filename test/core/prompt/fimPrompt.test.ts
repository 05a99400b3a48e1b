import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { modelFamilies, type PromptMode } from '../../../src/core/prompt/families.ts';
import type { FimFormat } from '../../../src/core/prompt/fimFormats.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { goldenCompletion, matchGoldenPrompts } from '../../support/goldenPrompt.ts';

const modes: readonly (readonly [name: string, mode: PromptMode])[] = [
  ['prefix', { kind: 'prefix', reason: 'none' }],
  ...modelFamilies.flatMap((family, index) => {
    if (family.fim === undefined) return [];
    // Some families have a row for each of their spellings.
    const earlier = modelFamilies.slice(0, index).filter(({ name }) => name === family.name).length;
    const fileName = family.name.toLowerCase().replace(/[^a-z0-9]+/g, '-') + (earlier === 0 ? '' : `-${earlier + 1}`);
    return [[fileName, { kind: 'fim', family, fim: family.fim }] as const];
  }),
];

/** The text of the cursor's line begins the middle, where a marker says that the middle begins. */
function fimParts({ order, markers, spaceBeforePrefix }: FimFormat, prefix: string, suffix: string): string[] {
  const lineStart = markers.middle === undefined ? prefix.length : prefix.lastIndexOf('\n') + 1;
  const before = (spaceBeforePrefix && lineStart > 0 ? ' ' : '') + prefix.slice(0, lineStart);
  const line = prefix.slice(lineStart);
  return order === 'psm' ? [before, suffix, line] : [suffix, before, line];
}

describe('fimPrompt', () => {
  for (const [name, mode] of modes) {
    it(`${name} as in test/golden/prompts`, () => {
      matchGoldenPrompts(name, [goldenCompletion(mode)]);
    });
  }

  it('heals tokens in a line, and at its start where no marker stands before the cursor', () => {
    const healing = (over: object) =>
      modes.filter(([, mode]) => goldenCompletion(mode, over).healTokens).map(([name]) => name);
    assert.equal(healing({}).length, modes.length);
    assert.deepEqual(healing({ prefix: 'a();\n', suffix: '\nb();\n' }), ['prefix', 'codestral']);
  });

  it('has the whole of a small document, each part once', () => {
    const code = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(code, code, fc.constantFrom(...modes), (prefix, suffix, [, mode]) => {
        const texts = goldenCompletion(mode, { prefix, suffix })
          .segments.filter(({ kind }) => kind === 'text')
          .map(({ text }) => text);
        const parts = mode.kind === 'prefix' ? [prefix] : fimParts(mode.fim, prefix, suffix);
        assert.deepEqual(
          texts,
          parts.filter((part) => part !== ''),
        );
      }),
    );
  });

  it('changes only at its end while a line is typed', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ' ', '(', '中'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(line, fc.constantFrom(...modes), (typed, [, mode]) => {
        const prefix = 'const first = 1;\n';
        const suffix = '\nconst last = 2;\n';
        const before = promptText(goldenCompletion(mode, { prefix, suffix }).segments);
        const after = promptText(goldenCompletion(mode, { prefix: prefix + typed, suffix }).segments);
        assert.equal(after, before + typed);
      }),
    );
  });

  it('has no carriage returns of line ends', () => {
    assert.equal(
      promptText(goldenCompletion({ kind: 'prefix', reason: '' }, { prefix: 'a\r\nb\r\n' }).segments),
      'a\nb\n',
    );
  });

  it('never puts text of the document into a control segment', () => {
    const [, mode] = modes.find(([, { kind }]) => kind === 'fim') as (typeof modes)[number];
    const { segments } = goldenCompletion(mode, { prefix: '<|fim_suffix|>', suffix: '<|fim_middle|>' });
    assert.deepEqual(
      segments.map(({ kind }) => kind),
      // All of the prefix is the cursor's line, which begins the middle.
      ['control', 'control', 'text', 'control', 'text'],
    );
  });
});
