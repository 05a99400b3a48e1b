import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { AnchoredPrompts } from '../../../src/core/completion/anchoredPrompts.ts';
import type { Place } from '../../../src/core/completion/place.ts';
import { closes } from '../../../src/core/completion/typeThrough.ts';
import { estimateTokens, maxPromptTokens } from '../../../src/core/prompt/budget.ts';
import { modelFamilies, type PromptMode } from '../../../src/core/prompt/families.ts';
import { denotedText } from '../../support/denotedText.ts';
import { applyKey, type Key, keys } from '../../support/typedKeys.ts';

const modes: readonly PromptMode[] = [
  { kind: 'prefix', reason: 'none' },
  ...modelFamilies.flatMap((family): PromptMode[] =>
    family.fim === undefined ? [] : [{ kind: 'fim', family, fim: family.fim }],
  ),
];
const middleMode = modes.find((mode) => mode.kind === 'fim' && mode.fim.order === 'psm') ?? assert.fail();
const place = (marked: string): Place => {
  const [prefix = '', suffix = ''] = marked.split('‸');
  return { uri: 'file:///a.ts', languageId: 'typescript', prefix, suffix };
};
const filler = 'const filler = compute(1, 2, 3);\n';

describe('AnchoredPrompts', () => {
  it('law: what a prompt denotes is the text around the cursor, without the closers that the editor has put there', () => {
    const documents = fc.array(fc.constantFrom('f(a);\n', 'if (x) {\n', '}\n', '  y = "z";\n', '\n'), { maxLength: 6 });
    const anywhere = fc
      .tuple(documents, documents)
      .map(([above, below]) => place(`${above.join('')}‸${below.join('')}`));
    fc.assert(
      fc.property(anywhere, fc.array(keys, { maxLength: 40 }), fc.constantFrom(...modes), (start, typed, mode) => {
        const prompts = new AnchoredPrompts();
        let at = start;
        for (const key of typed) {
          at = applyKey(at, key);
          const isAtRest = key.kind === 'rest';
          const { segments } = prompts.promptFor({ mode, place: at, contextSizeTokens: 4_096, isAtRest });
          const { before, behind } = denotedText(mode, segments);
          assert.equal(before, at.prefix);
          if (mode.kind === 'prefix') continue;
          assert.ok(at.suffix.endsWith(behind));
          const closers = at.suffix.slice(0, at.suffix.length - behind.length);
          assert.ok(closers === '' || areOfSomeLines(closers, at), closers);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('law: so it is in documents that have no room in a prompt, with lines that have none', () => {
    const line = fc.constantFrom(
      filler,
      `${'prose and more of it, '.repeat(60)}\n`,
      `${'中文'.repeat(300)}\n`,
      `${'1,2,3,'.repeat(400)}`,
    );
    const half = fc.array(line, { minLength: 1, maxLength: 40 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(
        half,
        half,
        fc.array(keys, { maxLength: 30 }),
        fc.constantFrom(...modes),
        (above, below, typed, mode) => {
          const prompts = new AnchoredPrompts();
          let at = place(`${above}‸${below}`);
          for (const key of typed) {
            at = applyKey(at, key);
            const isAtRest = key.kind === 'rest';
            const { segments } = prompts.promptFor({ mode, place: at, contextSizeTokens: 2_048, isAtRest });
            const { before, behind } = denotedText(mode, segments);
            assert.ok(at.prefix.endsWith(before));
            assert.ok(before.length >= Math.min(at.prefix.length, 150), `only ${before.length} characters`);
            if (mode.kind === 'prefix') continue;
            const start = at.suffix.indexOf(behind);
            assert.ok(start === 0 || (start > 0 && areOfSomeLines(at.suffix.slice(0, start), at)));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('law: no prompt is larger than what there is room for', () => {
    const marked = `${filler.repeat(400)}‸${filler.repeat(400)}`;
    fc.assert(
      fc.property(fc.array(keys, { minLength: 50, maxLength: 400 }), fc.constantFrom(...modes), (typed, mode) => {
        const prompts = new AnchoredPrompts();
        let at = place(marked);
        for (const key of [...typed, ...typed, ...typed]) {
          at = applyKey(at, key);
          const { segments } = prompts.promptFor({ mode, place: at, contextSizeTokens: 8_192 });
          const tokens = segments.reduce((sum, { text }) => sum + estimateTokens(text), 0);
          assert.ok(tokens <= maxPromptTokens + 32, `${tokens}`);
          assert.ok(tokens > maxPromptTokens / 4, `${tokens}`);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('changes only its end while lines are typed, whatever the order of the markers', () => {
    const start = place(`${filler.repeat(40)}function f() {\n  ‸\n}\n${filler.repeat(40)}`);
    for (const mode of modes) {
      if (mode.kind === 'fim' && mode.fim.markers.middle === undefined) continue;
      const prompts = new AnchoredPrompts();
      const beginning = (at: Place) =>
        prompts.promptFor({ mode, place: at, contextSizeTokens: 4_096 }).segments.slice(0, -1);
      const first = beginning(start);
      let at = start;
      const typed = [...'const a = f(b, [c]);\n  if (a) {\ng("x");'].map((text): Key => ({ kind: 'type', text }));
      for (const key of [...typed, { kind: 'over' } as const, ...typed]) {
        at = applyKey(at, key);
        if (mode.kind === 'fim') assert.deepEqual(beginning(at), first, JSON.stringify(at.prefix.slice(-20)));
      }
    }
  });

  it('begins as before where the user comes back to a place', () => {
    const prompts = new AnchoredPrompts();
    const ask = (marked: string) =>
      prompts.promptFor({ mode: middleMode, place: place(marked), contextSizeTokens: 4_096 }).anchor;
    const first = ask('a();\n‸\nb();\nc();\n');
    const second = ask('a();\n\nb();\nx‸\nc();\n');
    assert.notEqual(second, first);
    assert.notEqual(ask('a();\n‸\nb();\nx\nc();\n'), first);
    assert.equal(ask('a();\n\nb();\nxy‸\nc();\n'), second);
    assert.equal(ask('a();\ny‸\nb();\nc();\n'), first);
  });

  it('begins anew where the text around the anchor is another one, and not for what is far away', () => {
    const far = filler.repeat(1_000);
    const prompts = new AnchoredPrompts();
    const ask = (above: string, line: string, below: string) =>
      prompts.promptFor({ mode: middleMode, place: place(`${above}${line}‸\n${below}`), contextSizeTokens: 4_096 })
        .anchor;
    const first = ask(`${far}near();\n`, 'x', `end();\n${far}`);
    assert.equal(ask(`import a;\n${far}near();\n`, 'xy', `end();\n${far}last();\n`), first);
    assert.notEqual(ask(`${far}nearer();\n`, 'xyz', `end();\n${far}`), first);
    assert.notEqual(ask(`${far}near();\n`, 'xyz', `ends();\n${far}`), first);
  });

  it('takes a new anchor where nobody waits, before the old one is too far behind', () => {
    const prompts = new AnchoredPrompts();
    const at = (typed: string, isAtRest: boolean) =>
      prompts.promptFor({
        mode: middleMode,
        place: place(`a();\n${typed}‸\nb();\n`),
        contextSizeTokens: 4_096,
        isAtRest,
      });
    const first = at('x', false).anchor;
    const little = filler.repeat(3);
    assert.equal(at(little, true).anchor, first);
    const much = filler.repeat(20);
    assert.equal(at(much, false).anchor, first);
    assert.notEqual(at(much, true).anchor, first);
  });

  it('has other anchors for a model of another kind', () => {
    const prompts = new AnchoredPrompts();
    const ask = (mode: PromptMode) => prompts.promptFor({ mode, place: place('a(‸)\n'), contextSizeTokens: 4_096 });
    ask(modes[0] as PromptMode);
    assert.ok(ask(middleMode).segments.some(({ text }) => text === ')\n'));
  });
});

/** Whether an editor would add those closers for the last lines in front of the cursor, as many as there may be. */
function areOfSomeLines(closers: string, { prefix }: Place): boolean {
  return prefix.split('\n').some((_, index, lines) => closes(closers, lines.slice(index).join('\n')));
}
