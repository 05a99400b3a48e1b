import { chooseFamily } from '../../core/prompt/families.ts';
import { backendName } from '../../core/report/backendName.ts';
import type { EngineModel } from '../../shared/engine.ts';
import type { LoadProgress } from '../../shared/engineProtocol.ts';
import { UserError } from '../../shared/errors.ts';

/** What a person is told about the engine. */
export type EngineStatus =
  /** `lastWords`: what the engine said before it ended unasked. */
  | { readonly kind: 'off'; readonly lastWords?: string }
  | { readonly kind: 'starting' }
  | ({ readonly kind: 'loading'; readonly modelPath: string } & LoadProgress)
  | { readonly kind: 'ready'; readonly model: EngineModel; readonly pid: number }
  | { readonly kind: 'failed'; readonly error: Error };

/** How the status item shows a status. */
export interface StatusText {
  readonly icon: 'sync~spin' | 'check' | 'circle-slash' | 'circle-outline' | 'warning' | 'cloud-download';
  readonly label: string;
  /** One or two sentences, for the tooltip and for screen readers. */
  readonly detail: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

export function describeStatus(status: EngineStatus, enabled: boolean): StatusText {
  if (!enabled) {
    return {
      icon: 'circle-slash',
      label: 'Leeward: off',
      detail: 'Completions are switched off (leeward.enable).',
      severity: 'normal',
    };
  }
  switch (status.kind) {
    case 'off':
      return {
        icon: 'circle-outline',
        label: 'Leeward: asleep',
        detail: 'The engine is not running. The next completion starts it.',
        severity: 'normal',
      };
    case 'starting':
      return { icon: 'sync~spin', label: 'Leeward: starting', detail: 'The engine is starting.', severity: 'normal' };
    case 'loading':
      return {
        icon: 'sync~spin',
        label: `Leeward: ${status.step} ${Math.round(status.progress * 100)} %`,
        detail:
          status.step === 'importing'
            ? `Writing a copy of ${status.modelPath} with a sliding window into Leeward's cache folder, once. It takes as much room as the model.`
            : `Loading ${status.modelPath}`,
        severity: 'normal',
      };
    case 'ready':
      return {
        icon: 'check',
        label: `Leeward: ${status.model.name} (${backendName(status.model)})`,
        detail: describeModel(status.model),
        severity: 'normal',
      };
    case 'failed':
      return describeFailure(status.error);
  }
}

function describeFailure(error: Error): StatusText {
  if (error instanceof UserError && error.code === 'modelMissing') {
    return { icon: 'cloud-download', label: 'Leeward: no model', detail: error.message, severity: 'warning' };
  }
  return { icon: 'warning', label: 'Leeward: failed', detail: error.message, severity: 'error' };
}

function describeModel(model: EngineModel): string {
  const devices =
    model.deviceNames.length > 0
      ? ` (${model.deviceNames.join(', ')})`
      : ` with ${model.threads} ${model.threads === 1 ? 'thread' : 'threads'}`;
  const window = model.windowTokens === undefined ? '' : `, of which a layer looks back at ${model.windowTokens}`;
  const runs = `${model.name} runs on ${backendName(model)}${devices}, with ${model.contextSizeTokens} tokens of context${window}.`;
  const mode = chooseFamily(model);
  return mode.kind === 'fim' ? `${runs} It fills in the middle (${mode.family.name}).` : `${runs} ${mode.reason}`;
}
