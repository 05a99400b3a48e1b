import { strict as assert } from 'node:assert';
import { Completer } from '../../../src/core/completion/completer.ts';
import { maxDebounceMs } from '../../../src/core/completion/debounce.ts';
import { type Place, placeOf } from '../../../src/core/completion/place.ts';
import type { RequestLog } from '../../../src/core/completion/requestLog.ts';
import type { RepoContext } from '../../../src/core/context/snippet.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { atCursor } from '../../support/atCursor.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine, prefixModel } from '../../support/fakeEngine.ts';
import { repoContextOf } from '../../support/repoContextOf.ts';

const never = new AbortController().signal;
const { completion: settings } = parseSettings({}).settings;

const sumContext = repoContextOf('function sum();');

function setUp(
  repoContext: (place: Place) => RepoContext | undefined,
  { keptPrompts = 1, hasBackground = false } = {},
) {
  const engine = new FakeEngine(() => 'sum(values);', { ...prefixModel, keptPrompts });
  const logs: RequestLog[] = [];
  const log = (line: RequestLog) => void logs.push(line);
  const clock = new FakeClock(maxDebounceMs);
  const background = {
    loadedModel: () => engine.loadedModel,
    onCounts: () => {},
    onBug: (error: unknown) => assert.fail(String(error)),
  };
  const completer = new Completer({
    ...{ engine, clock, settings: () => settings, log, repoContext },
    ...(hasBackground && { background }),
  });
  const ask = (marked: string, trigger: 'automatic' | 'explicit' = 'automatic') => {
    const document = { uri: 'file:///a.ts', languageId: 'typescript' };
    return completer.complete({ document, ...atCursor(marked), trigger }, never);
  };
  return { engine, completer, logs, ask };
}

describe('Completer, with context of the repository', () => {
  it('puts what is known when the model is asked into the prompt, and says so', async () => {
    let known: RepoContext | undefined;
    const asked: string[] = [];
    const { ask, logs, engine } = setUp(({ prefix }) => {
      asked.push(prefix);
      return known;
    });
    engine.beforeModel = async () => {
      known = sumContext;
    };
    await ask('const total = ‸\n');
    const [request = assert.fail()] = engine.requests;
    assert.equal(promptText(request.segments), '// sum.ts\nfunction sum();\n\n// a.ts\nconst total = ');
    assert.equal(request.stableSegments, 2);
    assert.ok(!('context' in request));
    assert.deepEqual(asked, ['const total = ']);
    assert.equal(logs[0]?.context?.snippets, 1);
  });

  it('has one context for all alternatives', async () => {
    let times = 0;
    const { ask, engine } = setUp(() => {
      times += 1;
      return times === 1 ? sumContext : undefined;
    });
    await ask('const total = ‸\n', 'explicit');
    assert.equal(engine.requests.length, settings.alternatives);
    assert.equal(new Set(engine.requests.map(({ segments }) => promptText(segments))).size, 1);
  });

  it('answers with what it has computed, whatever has become known since', async () => {
    let known: RepoContext | undefined;
    const { ask, engine } = setUp(() => known);
    const before = await ask('const total = ‸\n');
    known = sumContext;
    assert.deepEqual(await ask('const total = ‸\n'), before);
    assert.equal(engine.requests.length, 1);
  });

  it('goes on without what is known since, until that is evaluated or a key asks for it', async () => {
    const marked = 'const total = 1;\nconst all = x‸\n';
    const hasContext = async (restsBefore: boolean, trigger: 'automatic' | 'explicit' = 'automatic') => {
      let known: RepoContext | undefined;
      const { ask, completer, engine } = setUp(() => known, { keptPrompts: 2, hasBackground: true });
      await ask('const total = 1;\nconst all = ‸\n');
      known = sumContext;
      completer.noteChange({ uri: 'file:///a.ts', reason: 'edit', edits: [{ deletedLength: 0, insertedText: 'x' }] });
      const document = { uri: 'file:///a.ts', languageId: 'typescript' };
      if (restsBefore) await completer.rest(placeOf({ document, ...atCursor(marked) }));
      await ask(marked, trigger);
      const asked = engine.requests.filter(({ purpose }) => purpose === 'completion');
      return promptText(asked.at(-1)?.segments ?? []).includes('function sum();');
    };
    assert.equal(await hasContext(false), false);
    assert.equal(await hasContext(true), true);
    assert.equal(await hasContext(false, 'explicit'), true);
  });

  it('says nothing any more of what is to be forgotten, also where a prompt with that is being evaluated', async () => {
    const hidden = repoContextOf('function hidden();', 'function sum();');
    for (const isWarmingUp of [false, true]) {
      let known: RepoContext | undefined = isWarmingUp ? sumContext : hidden;
      const { ask, completer, engine } = setUp(() => known, { keptPrompts: 2, hasBackground: true });
      await ask('const total = 1;\nconst all = ‸\n');
      completer.noteChange({ uri: 'file:///a.ts', reason: 'edit', edits: [{ deletedLength: 0, insertedText: 'x' }] });
      known = hidden;
      const document = { uri: 'file:///a.ts', languageId: 'typescript' };
      const place = placeOf({ document, ...atCursor('const total = 1;\nconst all = x‸\n') });
      const resting = isWarmingUp && completer.rest(place);
      known = sumContext;
      completer.forgetContext();
      await resting;
      await ask('const total = 1;\nconst all = x‸\n');
      const [asked] = engine.requests.filter(({ purpose }) => purpose === 'completion').slice(-1);
      assert.ok(!promptText(asked?.segments ?? []).includes('hidden'));
      assert.ok(promptText(asked?.segments ?? []).includes('function sum();'));
    }
  });

  it('has what is known at once where nothing is evaluated in the background', async () => {
    let known: RepoContext | undefined;
    const { ask, engine } = setUp(() => known, { keptPrompts: 2 });
    await ask('const total = 1;\nconst all = ‸\n');
    known = sumContext;
    await ask('const total = 1;\nconst all = x‸\n');
    assert.ok(promptText(engine.requests.at(-1)?.segments ?? []).includes('function sum();'));
  });

  it('says nothing of a context that it has not', async () => {
    const { ask, logs, engine } = setUp(() => undefined);
    await ask('const total = ‸\n');
    assert.equal(promptText(engine.requests[0]?.segments ?? []), 'const total = ');
    assert.ok(logs[0] !== undefined && !('context' in logs[0]));
  });
});
