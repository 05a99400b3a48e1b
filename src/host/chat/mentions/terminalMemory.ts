import * as vscode from 'vscode';

/** The last command of a terminal. */
export interface TerminalCommand {
  readonly commandLine: string;
  /** As it was written, escape sequences included; the end of it, where it is long. */
  output: string;
  /** Absent: it runs, or did not say. */
  exitCode?: number;
  isRunning: boolean;
}

/**
 * The last command of each terminal, and the end of its output, as shell integration tells them. It is kept in memory
 * only, and read when it is mentioned.
 */
export class TerminalMemory {
  readonly #commands = new Map<vscode.Terminal, TerminalCommand>();
  /** Where a command was run last. */
  #latest: vscode.Terminal | undefined;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(
      vscode.window.onDidStartTerminalShellExecution(
        ({ terminal, execution }) => void this.#follow(terminal, execution),
      ),
      vscode.window.onDidEndTerminalShellExecution(({ terminal, exitCode }) => {
        const command = this.#commands.get(terminal);
        if (command === undefined) return;
        command.isRunning = false;
        if (exitCode !== undefined) command.exitCode = exitCode;
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#commands.delete(terminal);
        if (this.#latest === terminal) this.#latest = undefined;
      }),
    );
  }

  /** Of the active terminal; where nothing was run there, of the one that had the last command. */
  last(): TerminalCommand | undefined {
    const { activeTerminal } = vscode.window;
    const active = activeTerminal && this.#commands.get(activeTerminal);
    return active ?? (this.#latest && this.#commands.get(this.#latest));
  }

  async #follow(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): Promise<void> {
    const command: TerminalCommand = { commandLine: execution.commandLine.value, output: '', isRunning: true };
    this.#commands.set(terminal, command);
    this.#latest = terminal;
    try {
      for await (const data of execution.read()) {
        command.output += data;
        if (command.output.length > 2 * maxOutput) command.output = command.output.slice(-maxOutput);
      }
    } catch {
      // What has come until then is what is known.
    }
  }
}

/** Characters: more than fits into any context. */
const maxOutput = 100_000;
