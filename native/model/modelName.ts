import { basename } from 'node:path';

/**
 * What a person calls a model: its file's name, which they chose, without ending and number of a split file. Where the
 * file is named after its content, the name in its metadata.
 */
export function modelName(path: string, metadataName: string): string {
  const name = basename(path)
    .replace(/\.gguf$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '');
  return /^(?:sha256[-:]?)?[0-9a-f]{32,}$/i.test(name) ? metadataName : name;
}
