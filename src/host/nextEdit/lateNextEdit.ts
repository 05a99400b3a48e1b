import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { NextEditDeps, NextEditFeature } from './nextEditFeature.ts';
import { setIsOffered } from './setIsOffered.ts';

/** The next edits, loaded once the extension is active: before that nothing is edited. */
export class LateNextEdit {
  readonly #loading: Promise<NextEditFeature>;

  constructor(context: vscode.ExtensionContext, deps: NextEditDeps) {
    // The window keeps what an extension host has set that has crashed.
    setIsOffered(false);
    this.#loading = load(context, deps);
    this.#loading.catch((error: unknown) => deps.log.error(error));
  }

  /** For what the user does with an offer. */
  async feature(): Promise<NextEditFeature> {
    return await this.#loading;
  }
}

async function load(context: vscode.ExtensionContext, deps: NextEditDeps): Promise<NextEditFeature> {
  await nextTurn();
  const { NextEditFeature } = await import('./nextEditFeature.ts');
  return new NextEditFeature(context, deps);
}
