import type { EngineModel } from './engine.ts';

/** Of every model that was given a sliding window, whatever the setting says: its cache stays small. */
export const windowedContextTokens = 32 * 4096;

/** Whether `leeward.model.contextSize` may give a model room for more: advice for who has asked for too much. */
export function mayRaiseContext({
  contextSizeTokens,
  windowTokens,
}: Pick<EngineModel, 'contextSizeTokens' | 'windowTokens'>): boolean {
  return windowTokens === undefined || contextSizeTokens < windowedContextTokens;
}
