import { type FileHandle, open } from 'node:fs/promises';
import { checkModelFile } from '../gguf/checkModelFile.ts';
import { encodeHeader } from '../gguf/encodeHeader.ts';
import type { GgufTensor } from '../gguf/ggufTypes.ts';
import { modelImportFailed } from './importErrors.ts';
import type { ModelPart, ModelParts } from './modelParts.ts';
import type { TwinLayout } from './twinLayout.ts';

/**
 * Reads a twin back: its header must be the one that was laid out and one that the engine takes, its size exact, each
 * tensor the model's own in name, shape, type, and in 64 KiB at its start, middle and end, and the sinks what they should
 * be. What lies between is not read: a sample finds data that went to a wrong place or never came, not each wrong byte.
 *
 * @throws UserError `modelImportFailed` where it differs, `modelInvalid`; the system's errors.
 */
export async function verifyTwin(path: string, parts: ModelParts, layout: TwinLayout): Promise<void> {
  const { header } = await checkModelFile(path);
  if (header.fileSizeBytes !== layout.sizeBytes) throw differs(path, `has ${header.fileSizeBytes} bytes`);
  if (!encodeHeader(header).equals(layout.header)) throw differs(path, 'has another header');
  const twin = await open(path, 'r');
  try {
    let index = 0;
    for (const part of parts) {
      const source = await open(part.path, 'r');
      try {
        for (const tensor of part.header.tensors) {
          const copy = header.tensors[index++];
          if (copy === undefined || !isSameTensor(tensor, copy)) throw differs(path, `lacks the tensor ${tensor.name}`);
          await compareSamples({ file: source, part, tensor }, { file: twin, part: { path, header }, tensor: copy });
        }
      } finally {
        await source.close();
      }
    }
    const sinks = await readBytes(twin, layout.sinksOffset, layout.sinks.length);
    if (!sinks.equals(layout.sinks)) throw differs(path, 'has other attention sinks');
  } finally {
    await twin.close();
  }
}

/** How much of a tensor is compared at each of three places. */
const sampleBytes = 64 * 1024;

interface PlacedTensor {
  readonly file: FileHandle;
  readonly part: ModelPart;
  readonly tensor: GgufTensor;
}

function isSameTensor(one: GgufTensor, other: GgufTensor): boolean {
  const facts = ({ name, shape, type, sizeBytes }: GgufTensor) => JSON.stringify([name, shape, type, sizeBytes]);
  return facts(one) === facts(other);
}

async function compareSamples(source: PlacedTensor, copy: PlacedTensor): Promise<void> {
  const { sizeBytes, name } = source.tensor;
  const length = Math.min(sampleBytes, sizeBytes);
  for (const from of new Set([0, Math.floor((sizeBytes - length) / 2), sizeBytes - length])) {
    const [expected, found] = await Promise.all(
      [source, copy].map(({ file, part, tensor }) =>
        readBytes(file, part.header.dataOffset + tensor.offset + from, length),
      ),
    );
    if (expected === undefined || found === undefined || !expected.equals(found)) {
      throw differs(copy.part.path, `has other data in the tensor ${name}`);
    }
  }
}

/** Fewer bytes where the file ends before. */
async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function differs(path: string, problem: string) {
  return modelImportFailed(`The copy ${path} is not what was written: it ${problem}. Check the disk, then try again.`);
}
