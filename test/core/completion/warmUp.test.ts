import { strict as assert } from 'node:assert';
import { Completer } from '../../../src/core/completion/completer.ts';
import { maxDebounceMs } from '../../../src/core/completion/debounce.ts';
import { warmUpRequest } from '../../../src/core/completion/warmUp.ts';
import type { RepoContext } from '../../../src/core/context/snippet.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine, fimModel, prefixModel } from '../../support/fakeEngine.ts';

const never = new AbortController().signal;
const document = { uri: 'file:///a.ts', languageId: 'typescript' };
const repo: RepoContext = {
  repoName: 'shop',
  path: 'a.ts',
  snippets: [
    {
      ...{ path: 'sum.ts', languageId: 'typescript', lines: { start: 0, end: 1 }, text: 'function sum();' },
      ...{ kind: 'definition', reason: 'imported', score: 1, tokens: 8 },
    },
  ],
};

describe('warmUpRequest', () => {
  for (const model of [prefixModel, fimModel]) {
    for (const line of ['', '  return ']) {
      it(`evaluates what the next keystroke behind ${JSON.stringify(line)} needs of ${model.name}, and nothing more`, async () => {
        const prefix = `export function total() {\n${line}`;
        const suffix = '\n}\n';
        const warm = warmUpRequest(model, { ...document, prefix, suffix }, repo);
        assert.equal(warm.maxTokens, 0);

        const engine = new FakeEngine(() => 'sum();', model);
        const completer = new Completer({
          engine,
          clock: new FakeClock(maxDebounceMs),
          settings: () => parseSettings({}).settings.completion,
          log: () => {},
          repoContext: () => repo,
        });
        await completer.complete(
          { document, text: `${prefix}s${suffix}`, offset: prefix.length + 1, trigger: 'automatic' },
          never,
        );
        const [asked = assert.fail()] = engine.requests;
        const different = asked.segments.findIndex(({ text }, index) => text !== warm.segments[index]?.text);
        assert.equal(different, asked.segments.length - 1);
        assert.deepEqual(warm.stableSegments, asked.stableSegments);
      });
    }
  }
});
