import type { MetadataReader } from './metadataReader.ts';
import { chooseAnother, downloadAgain, modelInvalid, quoteText } from './modelErrors.ts';

/**
 * Refuses GGUF files that are no language models.
 *
 * @returns the architecture.
 * @throws UserError `modelInvalid`.
 */
export function checkModelKind(metadata: MetadataReader): string {
  const { path } = metadata;
  const kind = metadata.text('general.type') ?? 'model';
  const architecture = metadata.text('general.architecture');
  if (architecture === 'clip' || kind === 'mmproj') {
    throw modelInvalid(
      path,
      'is the part of a model that sees pictures or hears',
      'choose the file of the language model itself',
    );
  }
  if (kind !== 'model') throw modelInvalid(path, `is no model but of the kind ${quoteText(kind)}`, chooseAnother);
  if (architecture === undefined || architecture === '') {
    throw modelInvalid(path, 'does not say which architecture its model has', downloadAgain);
  }
  if (!/^[\w.-]{1,64}$/.test(architecture)) throw metadata.wrong('general.architecture', 'is unreadable');
  const pooling = metadata.count(`${architecture}.pooling_type`) ?? 0;
  if (textEncoders.has(architecture) || pooling > 0) {
    throw modelInvalid(path, 'turns text into vectors and cannot write', chooseAnother);
  }
  return architecture;
}

/** Architectures that understand text and write none. */
const textEncoders: ReadonlySet<string> = new Set([
  'bert',
  'eurobert',
  'gemma-embedding',
  'jina-bert-v2',
  'jina-bert-v3',
  'llama-embed',
  'modern-bert',
  'neo-bert',
  'nomic-bert',
  'nomic-bert-moe',
  't5encoder',
]);
