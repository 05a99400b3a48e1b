/**
 * Model families and their fill-in-the-middle (FIM) markers, spelled as in the models' own vocabularies. A family is
 * recognised by its markers being control tokens of the loaded model; where two families spell them alike, by the
 * model's architecture or name. Models without markers get plain prefix continuation: written out as text, markers are
 * noise that a model would continue as such.
 */
import type { EngineModel } from '../../shared/engine.ts';

/**
 * The order of a prompt: prefix, suffix, middle or suffix, prefix, middle. Each family has the one its models were
 * trained on most.
 */
export type FimOrder = 'psm' | 'spm';

/** What a family is recognised by. */
export type ModelTraits = Pick<EngineModel, 'name' | 'title' | 'architecture' | 'controlTokens'>;

export interface ModelFamily {
  readonly name: string;
  readonly order: FimOrder;
  readonly markers: {
    readonly prefix: string;
    readonly suffix: string;
    /** Absent: the answer follows the prefix directly. */
    readonly middle?: string;
  };
  /**
   * SentencePiece writes a space in front of each text it encodes, and these families were trained with the one in front
   * of the prefix. The engine leaves it away inside a prompt, so it is written out.
   */
  readonly spaceBeforePrefix: boolean;
  /** Control tokens that end an answer, beside the vocabulary's own. */
  readonly stopTokens: readonly string[];
  /** Which of the models that have the markers belong to it. Absent: all. */
  readonly recognises?: (model: ModelTraits) => boolean;
}

/** What a loaded model can be asked for. `reason` is a sentence for the user. */
export type PromptMode =
  | { readonly kind: 'fim'; readonly family: ModelFamily; readonly order: FimOrder }
  | { readonly kind: 'prefix'; readonly reason: string };

const pipeMarkers = { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' } as const;
const plainMarkers = { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' } as const;
const dashMarkers = { prefix: '<fim-prefix>', suffix: '<fim-suffix>', middle: '<fim-middle>' } as const;

/** `granite_swa` is only how a sliding window is declared: models of other families have it too. */
const granite = /granite(?!_swa)/i;

/** The first family that recognises a model has it, so the narrower ones come first. */
export const modelFamilies: readonly ModelFamily[] = [
  {
    name: 'CodeGemma',
    order: 'psm',
    markers: pipeMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|file_separator|>', '<eos>', '<end_of_turn>'],
    recognises: ({ architecture, controlTokens }) =>
      architecture.startsWith('gemma') || controlTokens.includes('<|file_separator|>'),
  },
  {
    name: 'Granite',
    order: 'psm',
    markers: pipeMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|end_of_text|>', '<|fim_pad|>', '<|filename|>', '<|reponame|>'],
    recognises: isNamed(granite),
  },
  {
    name: 'Qwen2.5-Coder',
    order: 'psm',
    markers: pipeMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|endoftext|>', '<|im_end|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>'],
    // All of Qwen's vocabularies have the markers, only its coders were trained on them.
    recognises: isNamed(/coder/i),
  },
  {
    name: 'Mellum',
    order: 'spm',
    markers: plainMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|endoftext|>', '<filename>', '<reponame>', '<fim_pad>'],
    recognises: isNamed(/mellum/i),
  },
  {
    name: 'Granite',
    order: 'psm',
    markers: plainMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|endoftext|>', '<|end_of_text|>', '<fim_pad>', '<filename>', '<reponame>'],
    recognises: isNamed(granite),
  },
  {
    name: 'StarCoder2',
    order: 'psm',
    markers: plainMarkers,
    spaceBeforePrefix: false,
    stopTokens: ['<|endoftext|>', '<file_sep>', '<repo_name>', '<fim_pad>'],
    recognises: ({ architecture, controlTokens }) =>
      architecture.startsWith('starcoder') || controlTokens.includes('<file_sep>'),
  },
  {
    name: 'Code Llama',
    order: 'psm',
    markers: { prefix: '▁<PRE>', suffix: '▁<SUF>', middle: '▁<MID>' },
    spaceBeforePrefix: true,
    stopTokens: ['▁<EOT>', '</s>'],
  },
  {
    name: 'DeepSeek-Coder',
    order: 'psm',
    markers: { prefix: '<｜fim▁begin｜>', suffix: '<｜fim▁hole｜>', middle: '<｜fim▁end｜>' },
    spaceBeforePrefix: false,
    stopTokens: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
  },
  {
    name: 'Codestral',
    order: 'spm',
    markers: { prefix: '[PREFIX]', suffix: '[SUFFIX]' },
    spaceBeforePrefix: true,
    stopTokens: ['</s>'],
    // All of Mistral's newer vocabularies have the markers, few of its models were trained on them.
    recognises: isNamed(/codestral/i),
  },
  {
    name: 'Seed-Coder',
    order: 'spm',
    markers: { prefix: '<[fim-prefix]>', suffix: '<[fim-suffix]>', middle: '<[fim-middle]>' },
    spaceBeforePrefix: false,
    stopTokens: ['<[end▁of▁sentence]>'],
  },
  ...[pipeMarkers, plainMarkers, dashMarkers].map(
    (markers): ModelFamily => ({
      name: 'generic',
      order: 'psm',
      markers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<file_sep>', '<|file_sep|>'],
      recognises: ({ architecture }) => !architecture.startsWith('qwen'),
    }),
  ),
];

/** How the loaded model is to be asked. */
export function chooseFamily(model: ModelTraits): PromptMode {
  const vocabulary = new Set(model.controlTokens);
  const family = modelFamilies.find(
    ({ markers, recognises }) =>
      markersOf(markers).every((marker) => vocabulary.has(marker)) && (recognises?.(model) ?? true),
  );
  if (family !== undefined) return { kind: 'fim', family, order: family.order };
  return { kind: 'prefix', reason: describeMissing(vocabulary) };
}

/** Control tokens that end plain continuation, beside the vocabulary's own: instruction models use chat's. */
export const prefixStopTokens: readonly string[] = [
  '<|endoftext|>',
  '<|im_end|>',
  '<|im_start|>',
  '<|eot_id|>',
  '<|end_of_text|>',
  '</s>',
];

export function markersOf(markers: ModelFamily['markers']): readonly string[] {
  return markers.middle === undefined
    ? [markers.prefix, markers.suffix]
    : [markers.prefix, markers.suffix, markers.middle];
}

function describeMissing(vocabulary: ReadonlySet<string>): string {
  const partial = modelFamilies
    .map(({ markers }) => markersOf(markers))
    .find(
      (markers) =>
        markers.some((marker) => vocabulary.has(marker)) && !markers.every((marker) => vocabulary.has(marker)),
    );
  const effect = 'so completions see only the text before the cursor';
  if (partial === undefined) {
    return `This model is not known to have been trained to fill in the middle, ${effect}.`;
  }
  const missing = partial.filter((marker) => !vocabulary.has(marker)).join(' and ');
  return `This model has no single token for ${missing}, which filling in the middle needs, ${effect}.`;
}

function isNamed(pattern: RegExp): NonNullable<ModelFamily['recognises']> {
  return ({ name, title, architecture }) => [name, title, architecture].some((text) => pattern.test(text));
}
