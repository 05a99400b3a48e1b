import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../../../tools/toolError.ts';
import type { InfillAnswer, InfillRequest, InfillServer } from './infillServer.ts';

/** llama.cpp's server on this machine's own address, started as llama.vscode starts it. */
export class LlamaServer implements InfillServer {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #kill: () => void;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
    this.#kill = () => void child.kill();
    process.once('exit', this.#kill);
  }

  /** @throws ToolError where it does not come up. */
  static async start(program: string, modelPath: string, threads: number): Promise<LlamaServer> {
    const port = await freePort();
    const own = ['-m', modelPath, '--host', '127.0.0.1', '--port', `${port}`, '-t', `${threads}`, '--offline'];
    const asLlamaVscode = ['-ub', '1024', '-b', '1024', '--ctx-size', '0', '--cache-reuse', '256'];
    const child = spawn(program, [...own, ...asLlamaVscode], { stdio: ['ignore', 'ignore', 'pipe'] });
    await once(child, 'spawn').catch((error: Error) => {
      throw new ToolError(`Could not run ${program}: ${error.message}.`);
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-2000);
    });
    const server = new LlamaServer(child, `http://127.0.0.1:${port}`);
    while (!(await server.#isHealthy())) {
      if (server.#hasEnded) throw new ToolError(`llama-server has ended at its start:\n${said}`);
      await sleep(100);
    }
    return server;
  }

  async infill(request: InfillRequest): Promise<InfillAnswer> {
    const response = await fetch(`${this.#url}/infill`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (!response.ok) throw new Error(`llama-server: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as { content: string; timings: { prompt_n: number } };
    return { text: answer.content, evaluatedTokens: answer.timings.prompt_n };
  }

  async dispose(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#hasEnded) return;
    this.#kill();
    await once(this.#child, 'exit');
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #isHealthy(): Promise<boolean> {
    return await fetch(`${this.#url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
