import { alignUp } from '../gguf/alignUp.ts';
import { encodeHeader } from '../gguf/encodeHeader.ts';
import { f32 } from '../gguf/ggmlTypes.ts';
import type { GgufTensor, GgufValue } from '../gguf/ggufTypes.ts';
import { MetadataReader } from '../gguf/metadataReader.ts';
import { modelImportFailed } from './importErrors.ts';
import type { ModelPart, ModelParts } from './modelParts.ts';
import { whyNoWindow } from './whyNoWindow.ts';

/** A windowed twin, piece by piece in the file's order. */
export interface TwinLayout {
  /** Ends where the tensors' data begins. */
  readonly header: Buffer;
  /** The model's own, as they were, and the sinks behind them. Offsets are relative to the header's end. */
  readonly tensors: readonly GgufTensor[];
  /** For each part where its data goes, from the start of the file. */
  readonly dataOffsets: readonly number[];
  /** Data of the sinks, from its offset to the end of the file. */
  readonly sinks: Buffer;
  readonly sinksOffset: number;
  readonly sizeBytes: number;
}

/**
 * Where everything of a windowed twin goes. llama.cpp's architecture `llama` has no window; `granite_swa` has the same
 * graph and a window on the layers that a pattern names. So the twin is the same tensors under that architecture's
 * name, with the window, and with the attention sinks that it demands: so low that they take no attention.
 *
 * @param parts one, or all files of a split model in their order, which the twin merges.
 * @throws UserError `modelImportFailed` where the model cannot be given that window.
 */
export function layOutTwin(parts: ModelParts, windowTokens: number): TwinLayout {
  const [{ path, header: first }] = parts;
  const metadata = new MetadataReader(path, first.metadata);
  assertPossible(metadata, parts, windowTokens);
  const { alignment, version } = first;
  const tensors: GgufTensor[] = [];
  const dataStarts: number[] = [];
  let end = 0;
  for (const { header } of parts) {
    const start = alignUp(end, alignment);
    dataStarts.push(start);
    for (const tensor of header.tensors) {
      tensors.push({ ...tensor, offset: start + tensor.offset });
      end = start + tensor.offset + tensor.sizeBytes;
    }
  }
  const sinksStart = alignUp(end, alignment);
  const sinks = attentionSinks(headsPerLayer(metadata), sinksStart, alignment);
  tensors.push(...sinks.tensors);
  const header = encodeHeader({
    version,
    metadata: windowedMetadata(first.metadata, metadata.count('llama.block_count') ?? 0, windowTokens),
    tensors,
    alignment,
  });
  const sinksOffset = header.length + sinksStart;
  return {
    header,
    tensors,
    dataOffsets: dataStarts.map((start) => header.length + start),
    sinks: sinks.data,
    sinksOffset,
    sizeBytes: sinksOffset + sinks.data.length,
  };
}

function assertPossible(metadata: MetadataReader, parts: readonly ModelPart[], windowTokens: number): void {
  const tensors = parts.flatMap(({ header }) => header.tensors);
  const refused = (reason: string, advice: string) =>
    modelImportFailed(`${metadata.path} cannot be given that window, since ${reason}: ${advice}.`);
  const reason = whyNoWindow(metadata, tensors, windowTokens);
  // Only the length is at fault where the shortest is fine.
  const isLength = reason !== undefined && whyNoWindow(metadata, tensors, 1) === undefined;
  if (reason !== undefined) throw refused(reason, isLength ? 'choose another one' : 'use the model as it is');
  if (new Set(parts.map(({ header }) => header.alignment)).size > 1) {
    throw refused('its files have different alignments', 'merge them with llama-gguf-split first');
  }
}

function headsPerLayer(metadata: MetadataReader): readonly number[] {
  const heads = metadata.counts('llama.attention.head_count') ?? [];
  const layers = metadata.count('llama.block_count') ?? 0;
  return Array.from({ length: layers }, (_, layer) => heads[layer % heads.length] ?? 0);
}

/** One number a head and layer, to which a head may give attention in place of tokens. */
function attentionSinks(
  headsOf: readonly number[],
  start: number,
  alignment: number,
): { readonly tensors: readonly GgufTensor[]; readonly data: Buffer } {
  const tensors: GgufTensor[] = [];
  const data: Uint8Array[] = [];
  let offset = start;
  for (const [layer, heads] of headsOf.entries()) {
    const values = Buffer.from(new Float32Array(heads).fill(noAttention).buffer);
    tensors.push({
      name: `blk.${layer}.attn_sinks.weight`,
      shape: [heads],
      type: f32,
      offset,
      sizeBytes: values.length,
    });
    data.push(Buffer.concat([values], alignUp(values.length, alignment)));
    offset += alignUp(values.length, alignment);
  }
  return { tensors, data: Buffer.concat(data) };
}

/** Its exponential is 0 beside that of any score; finite, since not every kernel likes infinities. */
const noAttention = -1e9;

function windowedMetadata(
  source: ReadonlyMap<string, GgufValue>,
  layers: number,
  windowTokens: number,
): ReadonlyMap<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (const [key, value] of source) {
    const [scope, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
    if (scope === 'split' || scope === windowed || (scope === 'llama' && ignoredByLlama.has(name))) continue;
    metadata.set(scope === 'llama' ? `${windowed}.${name}` : key, value);
  }
  metadata.set('general.architecture', { type: 'string', value: windowed });
  metadata.set(`${windowed}.attention.sliding_window`, { type: 'uint32', value: windowTokens });
  const everyLayer = new Uint8Array(layers).fill(1);
  metadata.set(`${windowed}.attention.sliding_window_pattern`, {
    type: 'array',
    items: { type: 'bool', values: everyLayer },
  });
  // What logits are divided by.
  metadata.set(`${windowed}.logit_scale`, { type: 'float32', value: 1 });
  return metadata;
}

/** llama.cpp's name of the architecture with llama's graph and a window. */
const windowed = 'granite_swa';

/** What llama.cpp does not read for `llama` but would for the other: there it would begin to mean something. */
const ignoredByLlama: ReadonlySet<string> = new Set([
  'attention.key_length_swa',
  'attention.rope_pattern',
  'attention.scale',
  'attention.sliding_window',
  'attention.sliding_window_pattern',
  'attention.value_length_swa',
  'deepstack_mapping',
  'embedding_scale',
  'logit_scale',
  'residual_scale',
  'rope.dimension_count_swa',
]);
