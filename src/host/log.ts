import * as vscode from 'vscode';
import { formatRequest, type RequestLog } from '../core/completion/requestLog.ts';
import { isCancelled, UserError } from '../shared/errors.ts';
import { describeStatus, type EngineStatus } from './engine/engineStatus.ts';

/** The output channel: one line a request at debug, what a person should know at info, failures at error. */
export class Log {
  readonly #channel: vscode.LogOutputChannel;

  constructor(context: vscode.ExtensionContext) {
    this.#channel = vscode.window.createOutputChannel('Leeward', { log: true });
    context.subscriptions.push(this.#channel);
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
    this.#channel.debug(formatRequest(line));
  }

  /** An expected failure by its sentence, a bug with its stack; a cancelled one not at all. */
  error(error: unknown): void {
    if (isCancelled(error)) return;
    if (error instanceof UserError) this.#channel.error(`${error.code}: ${error.message}`);
    else this.#channel.error(error instanceof Error ? error : String(error));
  }

  show(): void {
    this.#channel.show(true);
  }
}
