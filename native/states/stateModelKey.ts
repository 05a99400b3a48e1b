import { createHash } from 'node:crypto';
import { getModuleVersion, type LlamaContext } from 'node-llama-cpp';
import type { FileIdentity } from '../window/modelParts.ts';

/**
 * What a state depends on, as 16 hexadecimal digits: the model's files, how its cache is made, and the library that wrote
 * it. A state of another key may be wrong, or abort the process.
 *
 * @param files those that the context's model was loaded from, as they were then.
 */
export async function stateModelKey(context: LlamaContext, files: readonly FileIdentity[]): Promise<string> {
  const { model } = context;
  const { fileInsights, llama } = model;
  const parts = {
    files,
    model: [model.fileInfo.metadata.general.architecture, fileInsights.swaSize, fileInsights.totalLayers],
    context: [context.contextSize, context.totalSequences, context.batchSize, context.flashAttention],
    cache: [context.kvCacheKeyType, context.kvCacheValueType],
    library: [await getModuleVersion(), llama.llamaCppRelease.repo, llama.llamaCppRelease.release, llama.buildType],
    platform: [process.platform, process.arch, llama.gpu],
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
