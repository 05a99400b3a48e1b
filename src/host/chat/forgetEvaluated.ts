import type { Engine } from '../../shared/engine.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { requireEnabled } from '../requireEnabled.ts';
import type { SettingsStore } from '../settingsStore.ts';

/**
 * After a conversation was deleted: the engine keeps evaluated prompts, and can't tell which are its. So all of them go.
 *
 * @returns a sentence for the user where that can't be done now.
 */
export async function forgetEvaluated(
  { engine, settings }: { readonly engine: Engine; readonly settings: SettingsStore },
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    requireEnabled(settings);
    await engine.forget(signal);
    return undefined;
  } catch (error) {
    if (isCancelled(error)) return undefined;
    if (!(error instanceof UserError)) throw error;
    return `The conversation is deleted. What the engine has kept of its prompts goes 14 days after its last use, since it can't be asked now: ${error.message}`;
  }
}
