import { UserError } from '../shared/errors.ts';
import type { SettingsStore } from './settingsStore.ts';

export const switchedOff = 'Leeward is switched off. Run "Leeward: Toggle Completions" to turn it on.';

/**
 * Before anything that would start the engine.
 *
 * @throws UserError where Leeward is switched off.
 */
export function requireEnabled({ current }: Pick<SettingsStore, 'current'>): void {
  if (current.enable) return;
  throw new UserError('inputInvalid', switchedOff);
}
