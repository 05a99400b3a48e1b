import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  type AnchoredPrompt,
  type AnchoredPromptInput,
  AnchoredPrompts,
} from '../../../src/core/completion/anchoredPrompts.ts';
import type { Place } from '../../../src/core/completion/place.ts';
import { closes } from '../../../src/core/completion/typeThrough.ts';
import type { RepoContext } from '../../../src/core/context/snippet.ts';
import { estimateTokens, maxPromptTokens } from '../../../src/core/prompt/budget.ts';
import { modelFamilies, type PromptMode } from '../../../src/core/prompt/families.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { denotedText } from '../../support/denotedText.ts';
import { repoContextOf } from '../../support/repoContextOf.ts';
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
const [little, much] = [filler.repeat(3), filler.repeat(20)];
/** Somewhere in a document, once that has been typed. */
const behind = (typed: string) => ({
  ...{ mode: middleMode, place: place(`a();\n${typed}‸\nb();\n`), contextSizeTokens: 4_096 },
});

/** Every other rest is long enough for its prompt to be evaluated. */
function ask(prompts: AnchoredPrompts, { kind }: Key, input: AnchoredPromptInput): AnchoredPrompt {
  if (kind !== 'rest') return prompts.promptFor({ ...input, keptPrompts: 2 });
  const prompt = prompts.promptAtRest({ ...input, keptPrompts: 2 });
  if (input.place.prefix.length % 2 === 0) prompts.putInForce(prompt.anchor);
  return prompt;
}

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
          const { segments } = ask(prompts, key, { mode, place: at, contextSizeTokens: 4_096 });
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
            const { segments } = ask(prompts, key, { mode, place: at, contextSizeTokens: 2_048 });
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
    const typed = (text: string) => prompts.promptFor(behind(text)).anchor;
    const rested = (text: string) => prompts.promptAtRest(behind(text)).anchor;
    const first = typed('x');
    assert.equal(rested(little), first);
    assert.equal(typed(much), first);
    const second = rested(much);
    assert.notEqual(second, first);
    assert.equal(typed(`${much}x`), second);
  });

  it('goes on with the old anchor until the new one is evaluated, where the engine keeps both', () => {
    const prompts = new AnchoredPrompts();
    const typed = (text: string) => prompts.promptFor({ ...behind(text), keptPrompts: 2 });
    const rested = (text: string) => prompts.promptAtRest({ ...behind(text), keptPrompts: 2 });
    const first = typed('x').anchor;
    const begun = rested(much);
    assert.ok(begun.sparesNewest === true && begun.anchor !== first);
    assert.equal(typed(`${much}x`).anchor, first);
    // What was interrupted is gone on with, from a little further on too.
    assert.equal(rested(`${much}xy`).anchor, begun.anchor);
    assert.ok(!('sparesNewest' in typed(`${much}xyz`)));
    prompts.putInForce(begun.anchor);
    assert.equal(typed(`${much}xyz`).anchor, begun.anchor);
    assert.ok(!('sparesNewest' in rested(`${much}xyz`)));
  });

  it('begins with what has been begun where the old anchor has no room any more', () => {
    const prompts = new AnchoredPrompts();
    // Of 606 tokens, as many as stay free for what is typed.
    const above = filler.repeat(Math.floor(450 / estimateTokens(filler)));
    const typed = (tokens: number) => filler.repeat(Math.floor(tokens / estimateTokens(filler)));
    const input = (text: string) => ({ ...behind(above + text), contextSizeTokens: 1_024, keptPrompts: 2 });
    const first = prompts.promptFor(input('x')).anchor;
    const begun = prompts.promptAtRest(input(typed(120))).anchor;
    assert.equal(prompts.promptFor(input(typed(140))).anchor, first);
    assert.equal(prompts.promptFor(input(typed(190))).anchor, begun);
    assert.equal(prompts.promptFor(input(typed(140))).anchor, begun);
  });

  it('waits for nothing where the prompt stays the same', () => {
    const prompts = new AnchoredPrompts();
    const input = (text: string) => ({ ...behind(text), mode: modes[0] as PromptMode, keptPrompts: 2 });
    prompts.promptFor(input('x'));
    const rested = prompts.promptAtRest(input(much));
    assert.ok(!('sparesNewest' in rested));
    assert.equal(prompts.promptFor(input(`${much}x`)).anchor, rested.anchor);
  });

  it('looks ahead from the anchor that is there, and else where that spares it', () => {
    const prompts = new AnchoredPrompts();
    const input = (text: string) => ({ ...behind(text), contextSizeTokens: 1_024 });
    const first = prompts.promptFor(input('x')).anchor;
    assert.equal(prompts.promptAhead(input(`x${little}`))?.anchor, first);
    const tooMuch = filler.repeat(60);
    assert.equal(prompts.promptAhead(input(tooMuch)), undefined);
    const ahead = prompts.promptAhead({ ...input(tooMuch), keptPrompts: 2 });
    assert.ok(ahead?.sparesNewest === true && ahead.anchor !== first);
    assert.equal(prompts.promptFor(input('xy')).anchor, first);
    assert.equal(prompts.promptFor(input(tooMuch)).anchor, ahead.anchor);
  });

  it('keeps what it has of the repository until a prompt with what is known now is evaluated', () => {
    const prompts = new AnchoredPrompts();
    const at = (text: string, known: string) => ({ ...behind(text), repo: repoContextOf(known), keptPrompts: 2 });
    const first = prompts.promptFor(at('x', 'old();'));
    assert.ok(promptText(first.segments).includes('old();'));
    assert.equal(prompts.promptFor(at('xy', 'new();')).anchor, first.anchor);
    const begun = prompts.promptAtRest(at('xy', 'new();'));
    assert.ok(begun.sparesNewest === true && promptText(begun.segments).includes('new();'));
    assert.ok(promptText(prompts.promptFor(at('xyz', 'new();')).segments).includes('old();'));
    // What is known is computed anew, and is the same.
    assert.equal(prompts.promptAtRest(at('xyz', 'new();')).anchor, begun.anchor);
    assert.notEqual(prompts.promptAtRest(at('xyz', 'newer();')).anchor, begun.anchor);
    const newer = prompts.promptAtRest(at('xyz', 'newer();')).anchor;
    prompts.putInForce(newer);
    assert.equal(prompts.promptFor(at('xyz_', 'old();')).anchor, newer);
  });

  it('has at once what is known of the repository where the engine keeps one prompt, and nothing where that is nothing', () => {
    for (const keptPrompts of [1, 2]) {
      const prompts = new AnchoredPrompts();
      const segments = (text: string, known?: RepoContext) =>
        promptText(prompts.promptFor({ ...behind(text), repo: known, keptPrompts }).segments);
      assert.ok(segments('x', repoContextOf('old();')).includes('old();'));
      assert.equal(segments('xy', repoContextOf('new();')).includes('new();'), keptPrompts === 1);
      assert.ok(!/old|new/.test(segments('xyz')));
    }
  });

  it('says nothing of what it is to forget: neither there, nor back in another document, nor once that has been evaluated', () => {
    const shown = repoContextOf('hidden();', 'fine();');
    const now = repoContextOf('fine();');
    const setUpIn = (uri: string) => {
      const prompts = new AnchoredPrompts();
      const input = (text: string, repo: RepoContext | undefined, over = uri) => {
        const from = behind(text);
        return { ...from, place: { ...from.place, uri: over }, repo, keptPrompts: 2 };
      };
      const textOf = (...asked: Parameters<typeof input>) => promptText(prompts.promptFor(input(...asked)).segments);
      return { prompts, input, textOf };
    };
    const here = setUpIn('file:///a.ts');
    assert.ok(here.textOf('x', shown).includes('hidden();'));
    assert.ok(here.textOf('xy', now).includes('hidden();'), 'it is kept as long as it may be said');
    here.prompts.forget();
    assert.ok(!here.textOf('xyz', now).includes('hidden();'));

    const back = setUpIn('file:///a.ts');
    assert.ok(back.textOf('x', shown).includes('hidden();'));
    back.textOf('x', now, 'file:///b.ts');
    back.prompts.forget();
    assert.ok(!back.textOf('xy', now).includes('hidden();'));

    const begun = setUpIn('file:///a.ts');
    begun.textOf('x', undefined);
    begun.textOf('x', now);
    const warm = begun.prompts.promptAtRest(begun.input('x', shown));
    assert.ok(warm.sparesNewest === true && promptText(warm.segments).includes('hidden();'));
    begun.prompts.forget();
    begun.textOf('xy', now);
    begun.prompts.putInForce(warm.anchor);
    assert.ok(!begun.textOf('xyz', now).includes('hidden();'));
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
