import type { SlidingWindow } from '../../src/shared/engineProtocol.ts';
import { UserError } from '../../src/shared/errors.ts';
import type { GgufTensor } from '../gguf/ggufTypes.ts';
import type { MetadataReader } from '../gguf/metadataReader.ts';
import { detectWindow } from './detectWindow.ts';
import { hasOwnWindow, whyNoWindow } from './whyNoWindow.ts';

/**
 * The window, in tokens, that a model is to be given; `undefined` where it stays as it is: so are models with a window
 * of their own, and those whose whole context is no longer than the window.
 *
 * @throws UserError `settingInvalid` where the user wants a window that the model cannot have.
 */
export function chooseWindow(
  metadata: MetadataReader,
  tensors: readonly Pick<GgufTensor, 'name'>[],
  setting: SlidingWindow,
): number | undefined {
  if (setting === 'off' || hasOwnWindow(metadata)) return undefined;
  const windowTokens = setting === 'auto' ? detectWindow({ metadata, tensors }) : setting;
  if (windowTokens === undefined || isWholeContext(metadata, windowTokens)) return undefined;
  const reason = whyNoWindow(metadata, tensors, windowTokens);
  if (reason === undefined) return windowTokens;
  // Nobody has asked for a window.
  if (setting === 'auto') return undefined;
  throw new UserError(
    'settingInvalid',
    `leeward.model.slidingWindow is ${setting}, and ${metadata.path} cannot have a window, since ${reason}: set it to "auto".`,
  );
}

function isWholeContext(metadata: MetadataReader, windowTokens: number): boolean {
  const isLlama = metadata.text('general.architecture') === 'llama';
  return isLlama && windowTokens >= (metadata.count('llama.context_length') ?? 0);
}
