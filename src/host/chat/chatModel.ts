import { chooseChat } from '../../core/prompt/chooseChat.ts';
import type { ChatView } from '../../shared/chatProtocol.ts';
import type { EngineModel } from '../../shared/engine.ts';
import { UserError, type UserErrorCode } from '../../shared/errors.ts';
import type { EngineStatus } from '../engine/engineStatus.ts';
import { switchedOff } from '../requireEnabled.ts';

/**
 * What the page says of the model.
 *
 * @param last the model that was loaded last, which an engine that is asleep loads again.
 */
export function describeChatModel(
  status: EngineStatus,
  last: EngineModel | undefined,
  isEnabled: boolean,
): ChatView['model'] {
  const name = last?.name ?? '';
  if (!isEnabled) return { name, canChat: false, notice: switchedOff };
  switch (status.kind) {
    case 'off':
      return last === undefined
        ? { name, canChat: true, notice: 'The engine is asleep. Your question starts it.' }
        : describeLoaded(last);
    case 'starting':
      return { name, canChat: true, notice: 'The engine is starting. Questions wait for it.' };
    case 'loading': {
      const what = status.step === 'importing' ? 'is being copied with its sliding window, once' : 'is being loaded';
      const percent = Math.round(status.progress * 100);
      return { name, canChat: true, notice: `The model ${what}: ${percent} %. Questions wait for it.` };
    }
    case 'failed':
      return { name, canChat: !isAboutModel(status.error), notice: status.error.message };
    case 'ready':
      return describeLoaded(status.model);
  }
}

function describeLoaded(model: EngineModel): ChatView['model'] {
  const { name, sizeBytes } = model;
  const mode = chooseChat(model);
  if (mode.kind === 'none') return { name, canChat: false, notice: mode.reason };
  if (sizeBytes >= trustedBytes) return { name, canChat: true };
  return {
    name,
    canChat: true,
    notice: 'This model is very small: expect mistakes, or choose a larger one.',
  };
}

/** About a billion parameters in four bits: below it answers are fluent, and mostly wrong. */
const trustedBytes = 500_000_000;

/** Asking again would fail again: another model is what helps. */
function isAboutModel(error: Error): boolean {
  const codes: readonly UserErrorCode[] = ['modelMissing', 'modelInvalid', 'modelLoadFailed', 'modelImportFailed'];
  return error instanceof UserError && codes.includes(error.code);
}
