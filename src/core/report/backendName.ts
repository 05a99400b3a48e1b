import type { EngineModel } from '../../shared/engine.ts';

/** What computes, as people write it. */
export function backendName({ backend }: Pick<EngineModel, 'backend'>): string {
  return names[backend];
}

const names: { readonly [backend in EngineModel['backend']]: string } = {
  cpu: 'CPU',
  cuda: 'CUDA',
  metal: 'Metal',
  vulkan: 'Vulkan',
};
