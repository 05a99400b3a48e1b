import type { LoadParams } from '../../src/shared/engineProtocol.ts';
import { checkModelFile, type ModelFileSummary } from '../gguf/checkModelFile.ts';
import { type FileIdentity, modelIdentity } from '../window/modelParts.ts';
import { windowedModel } from '../window/windowedModel.ts';

/** A model that native code may see. */
export interface PreparedModel {
  /** The file that the user chose. */
  readonly source: ModelFileSummary;
  /** The file to load: the same, or its windowed twin. */
  readonly loadedPath: string;
  readonly loaded: ModelFileSummary;
  /** Of the files to load, as they were when they were checked. */
  readonly identity: readonly FileIdentity[];
}

/**
 * Checks a model file in TypeScript, and writes its windowed twin where it is to have one and has none yet.
 *
 * @param onProgress of writing the twin, 0 to 1.
 * @throws UserError `modelMissing`, `modelInvalid`, `modelImportFailed`, `settingInvalid`; CancelledError.
 */
export async function prepareModel(
  params: LoadParams,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
): Promise<PreparedModel> {
  const source = await checkModelFile(params.modelPath);
  const { modelPath: path, slidingWindow } = params;
  const windowed = await windowedModel({ path, file: source, slidingWindow, onProgress, signal });
  const loadedPath = windowed?.path ?? path;
  const loaded = windowed === undefined ? source : await checkModelFile(loadedPath);
  const identity = await modelIdentity({ path: loadedPath, header: loaded.header });
  return { source, loadedPath, loaded, identity };
}
