import {
  Completer,
  type CompleterPorts,
  type Completion,
  type CompletionRequest,
  type CompletionSettings,
} from '../../src/core/completion/completer.ts';
import { maxDebounceMs } from '../../src/core/completion/debounce.ts';
import type { RequestLog } from '../../src/core/completion/requestLog.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { atCursor } from './atCursor.ts';
import { FakeClock } from './fakeClock.ts';
import { type FakeAnswer, FakeEngine, type fimModel } from './fakeEngine.ts';

const never = new AbortController().signal;
export const document = { uri: 'file:///a.ts', languageId: 'typescript' };
export const defaultSettings: CompletionSettings = {
  automatic: true,
  multiline: 'auto',
  alternatives: 3,
  disabledLanguages: [],
  eagerness: 'eager',
};

/** A completer on a fake engine and clock, and how a test asks it. */
export function completerFixture(
  answer: (request: GenerateRequest) => string | FakeAnswer,
  {
    clock = new FakeClock(maxDebounceMs),
    settings = defaultSettings,
    model = undefined as typeof fimModel | undefined,
    background = undefined as CompleterPorts['background'],
    firstParsing = undefined as CompleterPorts['firstParsing'],
    unknownNames = undefined as CompleterPorts['unknownNames'],
  } = {},
) {
  const engine = new FakeEngine(answer, model);
  const logs: RequestLog[] = [];
  const completer = new Completer({
    ...{ engine, clock, settings: () => settings, log: (line) => logs.push(line) },
    ...(background && { background }),
    ...(firstParsing && { firstParsing }),
    ...(unknownNames && { unknownNames }),
  });
  const ask = (
    marked: string,
    over: Partial<CompletionRequest> = {},
    signal = never,
  ): Promise<readonly Completion[]> => {
    const { text, offset } = atCursor(marked);
    return completer.complete({ document, text, offset, trigger: 'automatic', ...over }, signal);
  };
  return { engine, completer, clock, logs, ask };
}

export const edit = (insertedText: string, deletedLength = 0) =>
  ({ uri: document.uri, reason: 'edit', edits: [{ deletedLength, insertedText }] }) as const;
export const texts = (completions: readonly Completion[]) => completions.map(({ text }) => text);
