/**
 * Random editing: whatever the user types, deletes, takes back or jumps to, no completion is shown that was not computed
 * for exactly that document, or for one that grew into it by typing what was proposed.
 */
import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { Completer, type Completion } from '../../../src/core/completion/completer.ts';
import { maxDebounceMs } from '../../../src/core/completion/debounce.ts';
import { beginningKeys } from '../../../src/core/completion/textHash.ts';
import { chooseFamily } from '../../../src/core/prompt/families.ts';
import type { EngineModel, GenerateRequest } from '../../../src/shared/engine.ts';
import { applyEdit } from '../../../src/shared/text.ts';
import { denotedText } from '../../support/denotedText.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine, fimModel, piecesOf, prefixModel } from '../../support/fakeEngine.ts';

const never = new AbortController().signal;
const document = { uri: 'file:///a.ts', languageId: 'typescript' };

type Action =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'follow'; readonly length: number }
  | { readonly kind: 'delete'; readonly length: number }
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'accept' };

const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      text: fc.constantFrom('a', 'x', '(', ')', '{', '\n', ' = ', '"'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('follow' as const), length: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), length: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), to: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'undo' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'accept' as const }) },
);

/** A function of what the prompt says stands around the cursor and of nothing else, different for each. */
function answerTo(model: EngineModel, { segments }: GenerateRequest): string {
  const { before, behind } = denotedText(chooseFamily(model), segments);
  const key = beginningKeys(`${before}\0${behind}`, 0)[0] as string;
  const name = key.replaceAll(':', '_');
  return Number.parseInt(key, 10) % 2 === 0 ? `call_${name}(a, b);` : `k${name} + {\n  x: ${name},\n};\nnext`;
}

interface State {
  readonly text: string;
  readonly offset: number;
}

function apply(state: State, action: Action, shown: Completion | undefined, past: readonly State[]): State {
  const insert = (newText: string): State => ({
    text: applyEdit(state.text, { range: { start: state.offset, end: state.offset }, newText }),
    offset: state.offset + newText.length,
  });
  switch (action.kind) {
    case 'type':
      return insert(action.text);
    case 'follow':
      return insert(shown?.text.slice(0, action.length) ?? 'y');
    case 'delete': {
      const start = Math.max(0, state.offset - action.length);
      return { text: applyEdit(state.text, { range: { start, end: state.offset }, newText: '' }), offset: start };
    }
    case 'jump':
      return { ...state, offset: action.to % (state.text.length + 1) };
    case 'undo':
      return past.at(-2) ?? state;
    case 'accept':
      return shown === undefined
        ? state
        : {
            text: applyEdit(state.text, { range: shown.range, newText: shown.text }),
            offset: shown.range.start + shown.text.length,
          };
  }
}

/** @param pace what the engine waits for before each token. */
function newCompleter(model: EngineModel, pace?: () => Promise<unknown>) {
  const engine = new FakeEngine(
    (request) => ({ deltas: piecesOf(answerTo(model, request)), ...(pace && { pace }) }),
    model,
  );
  const settings = {
    automatic: true,
    multiline: 'auto',
    alternatives: 1,
    disabledLanguages: [],
    eagerness: 'eager',
  } as const;
  return new Completer({ engine, clock: new FakeClock(maxDebounceMs), settings: () => settings, log: () => {} });
}

/** The documents that accepting a fresh answer gives, computed at `state` and at each cursor before it. */
async function possibleOutcomes(
  model: EngineModel,
  { text, offset }: State,
  removed: number,
): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (let typed = 0; typed <= Math.min(80, offset); typed++) {
    // What the editor may have closed by itself stands behind the cursor.
    for (let closers = 0; closers <= Math.min(removed, text.length - offset); closers++) {
      const start = offset - typed;
      const earlier = text.slice(0, start) + text.slice(offset + closers);
      const request = { document, text: earlier, offset: start, trigger: 'automatic' } as const;
      const [completion] = await newCompleter(model).complete(request, never);
      if (completion === undefined || !completion.text.startsWith(text.slice(start, offset))) continue;
      outcomes.push(applyEdit(earlier, { range: completion.range, newText: completion.text }));
    }
  }
  return outcomes;
}

describe('Completer under random editing', () => {
  for (const model of [fimModel, prefixModel]) {
    it(`shows only what belongs to the document (${model.name})`, async function () {
      this.timeout(120_000);
      let checked = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(actions, fc.boolean()), { minLength: 1, maxLength: 14 }), async (steps) => {
          const completer = newCompleter(model, () => nextTurn());
          let state: State = { text: 'let a = \n}\n', offset: 8 };
          const past: State[] = [state];
          let shown: Completion | undefined;
          for (const [action, waits] of steps) {
            const before = state;
            state = apply(state, action, shown, past);
            past.push(state);
            if (action.kind !== 'jump' && before.text !== state.text) {
              const deletedLength = Math.max(0, before.text.length - state.text.length);
              const insertedText = deletedLength > 0 ? '' : state.text.slice(before.offset, state.offset);
              const reason = action.kind === 'undo' ? 'undo' : 'edit';
              completer.noteChange({ uri: document.uri, reason, edits: [{ deletedLength, insertedText }] });
            }
            const pending = completer.complete({ document, ...state, trigger: 'automatic' }, never);
            if (!waits) {
              // The next action comes while this request runs, and may follow what it is about to say.
              [shown] = await newCompleter(model).complete({ document, ...state, trigger: 'automatic' }, never);
              await nextTurn();
              continue;
            }
            [shown] = await pending;
            if (shown === undefined) continue;
            checked += 1;
            const outcome = applyEdit(state.text, { range: shown.range, newText: shown.text });
            const outcomes = await possibleOutcomes(model, state, 3);
            assert.ok(outcomes.includes(outcome), JSON.stringify({ state, shown, outcome }));
          }
        }),
        { numRuns: 40 },
      );
      assert.ok(checked > 20, `${checked} completions checked`);
    });
  }
});
