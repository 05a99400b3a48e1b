import * as vscode from 'vscode';
import { formatRequest, type RequestLog } from '../core/completion/requestLog.ts';
import { isCancelled, UserError } from '../shared/errors.ts';
import { describeStatus, type EngineStatus } from './engine/engineStatus.ts';

/** The output channel: one line a request, what a person should know, failures. */
export class Log {
  readonly #channel: vscode.LogOutputChannel;

  constructor(context: vscode.ExtensionContext) {
    this.#channel = vscode.window.createOutputChannel('Leeward', { log: true });
    context.subscriptions.push(this.#channel);
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
  }

  status(status: EngineStatus): void {
    const { label, detail } = describeStatus(status, true);
    if (status.kind === 'failed') this.error(status.error);
    else if (status.kind === 'off' && status.lastWords !== undefined)
      this.warn(`The engine ended. It said last: ${status.lastWords}`);
    else if (status.kind !== 'loading') this.info(`${label}. ${detail}`);
  }

  request(line: RequestLog): void {
    // What asked the model is worth a line to everybody; what did not, to those who want to know why.
    if (line.counts === undefined) this.#channel.debug(formatRequest(line));
    else this.#channel.info(formatRequest(line));
  }

  /** An expected failure by its sentence, a bug with its stack; a cancelled one not at all. */
  error(error: unknown): void {
    if (isCancelled(error)) return;
    if (error instanceof UserError) this.#channel.error(`${error.code}: ${error.message}`);
    else this.#channel.error(error instanceof Error ? error : String(error));
    if (error instanceof Error && error.cause !== undefined) this.error(error.cause);
  }

  show(): void {
    this.#channel.show(true);
  }
}
