import type { InfillAnswer, InfillRequest, InfillServer } from './infillServer.ts';
import type { Keystroke } from './keystroke.ts';
import { LlamaServer } from './llamaServer.ts';
import { LlamaVscode } from './llamaVscode.ts';
import { TypingClock } from './typingClock.ts';
import type { TypedFile, TypedKey, Typist } from './typist.ts';

/** llama.vscode asks once a second whether the ring has something new. */
const tickMs = 1_000;

/** llama.vscode with llama.cpp's server. */
export class PeerTypist implements Typist {
  readonly name = 'llama.vscode';
  readonly #server: LlamaServer;
  readonly #clock = new TypingClock();
  readonly #peer: LlamaVscode;
  readonly #disposed = new AbortController();
  #evaluatedTokens = 0;
  #waitedTokens = 0;
  #failure: unknown;

  private constructor(server: LlamaServer, random: () => number) {
    this.#server = server;
    const counted: InfillServer = { infill: (request) => this.#clock.during(this.#infill(request)) };
    this.#peer = new LlamaVscode(counted, random);
    void this.#tick();
  }

  /** @throws ToolError where the server does not come up. */
  static async start(program: string, modelPath: string, threads: number, random: () => number): Promise<PeerTypist> {
    return new PeerTypist(await LlamaServer.start(program, modelPath, threads), random);
  }

  async type({ kind, gapMs, to }: Keystroke, { path }: TypedFile): Promise<TypedKey> {
    await this.#clock.pass(gapMs);
    const startedAtMs = this.#clock.nowMs();
    const answer = await this.#clock.until(this.#peer.complete({ path, ...to }, startedAtMs));
    const { shown, evaluatedTokens, afterwards } = answer;
    const ghostTextMs = this.#clock.nowMs() - startedAtMs;
    this.#waitedTokens += evaluatedTokens ?? 0;
    if (afterwards !== undefined) this.#inBackground(afterwards());
    if (this.#failure !== undefined) throw this.#failure;
    return {
      kind,
      ...(evaluatedTokens !== undefined && { evaluatedTokens }),
      ...(shown !== undefined && { ghostTextMs }),
      waitedMs: 0,
    };
  }

  async rest(): Promise<void> {
    await this.#clock.rest();
  }

  async backgroundTokens(): Promise<number> {
    return this.#evaluatedTokens - this.#waitedTokens;
  }

  async dispose(): Promise<void> {
    this.#disposed.abort();
    await this.#server.dispose();
  }

  async #infill(request: InfillRequest): Promise<InfillAnswer> {
    const answer = await this.#server.infill(request);
    this.#evaluatedTokens += answer.evaluatedTokens;
    return answer;
  }

  async #tick(): Promise<void> {
    const { signal } = this.#disposed;
    while (
      await this.#clock.sleep(tickMs, signal).then(
        () => true,
        () => false,
      )
    ) {
      this.#inBackground(this.#peer.tick(this.#clock.nowMs()));
    }
  }

  /** A failure ends the bench at the next keystroke. */
  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#disposed.signal.aborted) this.#failure ??= error;
    });
  }
}
