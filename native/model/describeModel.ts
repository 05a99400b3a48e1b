import type { Llama, LlamaContext } from 'node-llama-cpp';
import type { EngineModel } from '../../src/shared/engine.ts';
import type { ModelFileSummary } from '../gguf/checkModelFile.ts';
import { modelName } from './modelName.ts';

/** The loaded model as the host is told of it. `path` and `file` are of what the user chose. */
export async function describeModel(
  llama: Llama,
  context: LlamaContext,
  path: string,
  file: ModelFileSummary,
  { threads, keptPrompts }: Pick<EngineModel, 'threads' | 'keptPrompts'>,
): Promise<EngineModel> {
  const gpu = context.model.gpuLayers > 0 ? llama.gpu : false;
  const windowTokens = context.model.fileInsights.swaSize;
  return {
    name: modelName(path, file.name),
    title: file.name,
    path,
    sizeBytes: file.sizeBytes,
    architecture: file.architecture,
    contextSizeTokens: context.contextSize,
    ...(windowTokens === undefined ? {} : { windowTokens }),
    ...(keptPrompts === undefined ? {} : { keptPrompts }),
    backend: gpu === false ? 'cpu' : gpu,
    deviceNames: gpu === false ? [] : await llama.getGpuDeviceNames(),
    threads,
    controlTokens: file.controlTokens,
    chatTemplate: file.chatTemplate,
  };
}
