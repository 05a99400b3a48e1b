/** What a file that is no GGUF looks like by its first bytes, such as `a zip archive`; `undefined` where they say nothing. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 512));
  const text = head.toString('latin1');
  for (const [start, format] of beginnings) if (text.startsWith(start)) return format;
  if (head.length > 9 && head[8] === 0x7b && head.readBigUInt64LE() < 1n << 32n) return 'a safetensors file';
  if (/^\s*(?:<!doctype|<html|<head|<\?xml)/i.test(text)) return 'a web page, as a failed download leaves it';
  if (head.every((byte) => byte === 0)) return 'a download that was never filled';
  if (/^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(text)) return 'a text file';
  return undefined;
}

const beginnings: readonly (readonly [start: string, format: string])[] = [
  ['PK\x03\x04', 'a zip archive (PyTorch models are such)'],
  ['version https://git-lfs', 'a Git LFS pointer, not the file that it stands for'],
  ['lmgg', 'a model in a format before GGUF'],
  ['fmgg', 'a model in a format before GGUF'],
  ['tjgg', 'a model in a format before GGUF'],
  ['algg', 'a LoRA adapter in a format before GGUF'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['\x89HDF', 'an HDF5 file'],
  ['\x80\x02', 'a Python pickle'],
];
