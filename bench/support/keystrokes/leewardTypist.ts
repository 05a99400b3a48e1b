import { Completer } from '../../../src/core/completion/completer.ts';
import { placeOf } from '../../../src/core/completion/place.ts';
import type { RequestLog } from '../../../src/core/completion/requestLog.ts';
import type { EngineClient } from '../../../src/host/engine/engineClient.ts';
import type { EngineModel } from '../../../src/shared/engine.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { EngineFixture, never } from '../../../test/support/engineFixture.ts';
import { CountedEngine } from './countedEngine.ts';
import type { Cursor, Keystroke } from './keystroke.ts';
import { TypingClock } from './typingClock.ts';
import type { TypedFile, TypedKey, Typist } from './typist.ts';

const { settings } = parseSettings({});

/** As long as in `src/host/cursorRest.ts`. */
const restMs = 600;

/** Leeward's completer, with an engine process of its own. */
export class LeewardTypist implements Typist {
  readonly name: string;
  readonly #fixture: EngineFixture;
  readonly #client: EngineClient;
  readonly #clock = new TypingClock();
  readonly #engine: CountedEngine;
  readonly #completer: Completer;
  #log: RequestLog | undefined;
  /** That keystrokes have waited for. */
  #waitedTokens = 0;
  /** Aborted when the cursor moves on. */
  #resting = new AbortController();
  #bug: unknown;

  private constructor(name: string, fixture: EngineFixture, client: EngineClient, model: EngineModel) {
    this.name = name;
    this.#fixture = fixture;
    this.#client = client;
    this.#engine = new CountedEngine(client, this.#clock);
    this.#completer = new Completer({
      engine: this.#engine,
      clock: this.#clock,
      log: (line) => {
        this.#log = line;
      },
      settings: () => settings.completion,
      background: {
        loadedModel: () => model,
        onCounts: () => {},
        onBug: (error) => {
          this.#bug ??= error;
        },
      },
    });
  }

  static async start(name: string, modelPath: string, threads: number): Promise<LeewardTypist> {
    const fixture = await EngineFixture.create();
    const { contextSizeTokens } = settings.model;
    const client = fixture.client(modelPath, { params: { threads, contextSizeTokens } });
    return new LeewardTypist(name, fixture, client, await client.model(never));
  }

  async type({ kind, gapMs, from, to, change }: Keystroke, file: TypedFile): Promise<TypedKey> {
    if (kind === 'start' || kind === 'jump') this.#moved(file, from);
    await this.#clock.pass(gapMs);
    const { uri, languageId } = file;
    this.#completer.noteChange({ uri, reason: 'edit', edits: [change] });
    this.#moved(file, to);
    const request = { document: { uri, languageId }, ...to, trigger: 'automatic' } as const;
    const { answer: completions, costs } = await this.#engine.countIn(() =>
      this.#clock.until(this.#completer.complete(request, never)),
    );
    if (this.#bug !== undefined) throw this.#bug;
    this.#waitedTokens += costs.evaluatedTokens;
    const { totalMs = 0, debounceMs = 0 } = this.#log ?? {};
    return {
      kind,
      ...(costs.calls > 0 && { evaluatedTokens: costs.evaluatedTokens }),
      ...(completions.length > 0 && { ghostTextMs: totalMs }),
      waitedMs: debounceMs,
    };
  }

  async rest(): Promise<void> {
    await this.#clock.rest();
  }

  /** Those of requests that were given up too. */
  async backgroundTokens(): Promise<number> {
    const { evaluatedTokens } = await this.#client.totals(never);
    return evaluatedTokens - this.#waitedTokens;
  }

  async dispose(): Promise<void> {
    this.#resting.abort();
    await this.#fixture.dispose();
  }

  /** The completer is told where the cursor stays, as the extension's host does. */
  #moved({ uri, languageId }: TypedFile, cursor: Cursor): void {
    this.#resting.abort();
    this.#resting = new AbortController();
    const place = placeOf({ document: { uri, languageId }, ...cursor });
    this.#clock.sleep(restMs, this.#resting.signal).then(
      () => void this.#completer.rest(place),
      () => {},
    );
  }
}
