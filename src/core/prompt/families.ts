/**
 * Model families: how the models of each fill in the middle (FIM). A family is recognised by its markers being control
 * tokens of the loaded model; where two families spell them alike, by the model's architecture or name. Models without
 * markers get plain prefix continuation: written out as text, markers are noise that a model would continue as such.
 *
 * The chat format of a model is in its file, as a template or as control tokens (`chooseChat.ts`). Only of families whose
 * first chat models have neither is it here, by their names.
 */
import type { ChatFormat } from './chatFormat.ts';
import { deepSeekCoder } from './chatFormats.ts';
import {
  dashMarkers,
  type FimFormat,
  type FimTraits,
  isNamed,
  markersOf,
  pipeMarkers,
  plainMarkers,
  repoMarkersOf,
} from './fimFormats.ts';
import { llama2, mistralV1 } from './mistralFormats.ts';

export interface ModelFamily {
  readonly name: string;
  /** Absent: its models were not trained to fill in the middle. */
  readonly fim?: FimFormat;
  /** The format of its chat models that are known by their names alone. Absent: the files say more. */
  readonly oldChat?: { readonly named: RegExp; readonly format: ChatFormat };
}

/** What a loaded model can be asked for. `reason` is a sentence for the user. */
export type PromptMode =
  /** `fim.repo` is there only where the model has its markers. */
  | { readonly kind: 'fim'; readonly family: ModelFamily; readonly fim: FimFormat }
  | { readonly kind: 'prefix'; readonly reason: string };

/** `granite_swa` is only how a sliding window is declared: models of other families have it too. */
const granite = /granite(?!_swa)/i;

/** The first family that recognises a model has it, so the narrower ones come first. */
export const modelFamilies: readonly ModelFamily[] = [
  {
    name: 'CodeGemma',
    fim: {
      order: 'psm',
      markers: pipeMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|file_separator|>', '<eos>', '<end_of_turn>'],
      // Figure 2 of its technical report.
      repo: { file: { marker: '<|file_separator|>', isSeparator: true } },
      recognises: ({ architecture, controlTokens }) =>
        architecture.startsWith('gemma') || controlTokens.includes('<|file_separator|>'),
    },
  },
  {
    name: 'Granite',
    fim: {
      order: 'psm',
      markers: pipeMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|end_of_text|>', '<|fim_pad|>', '<|filename|>', '<|reponame|>'],
      recognises: isNamed(granite),
    },
  },
  {
    name: 'Qwen2.5-Coder',
    fim: {
      order: 'psm',
      markers: pipeMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<|im_end|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>'],
      repo: { name: { marker: '<|repo_name|>', end: '\n' }, file: { marker: '<|file_sep|>' } },
      // All of Qwen's vocabularies have the markers, only its coders were trained on them.
      recognises: isNamed(/coder/i),
    },
  },
  {
    name: 'Mellum',
    fim: {
      order: 'spm',
      markers: plainMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<filename>', '<reponame>', '<fim_pad>'],
      repo: { file: { marker: '<filename>' } },
      recognises: isNamed(/mellum/i),
    },
  },
  {
    name: 'Granite',
    fim: {
      order: 'psm',
      markers: plainMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<|end_of_text|>', '<fim_pad>', '<filename>', '<reponame>'],
      recognises: isNamed(granite),
    },
  },
  {
    name: 'StarCoder2',
    fim: {
      order: 'psm',
      markers: plainMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<file_sep>', '<repo_name>', '<fim_pad>'],
      // Section 5.1 of its paper.
      repo: { name: { marker: '<repo_name>', end: '' }, file: { marker: '<file_sep>' }, pathInPrefix: true },
      recognises: ({ architecture, controlTokens }) =>
        architecture.startsWith('starcoder') || controlTokens.includes('<file_sep>'),
    },
  },
  {
    name: 'Code Llama',
    fim: {
      order: 'psm',
      markers: { prefix: '▁<PRE>', suffix: '▁<SUF>', middle: '▁<MID>' },
      spaceBeforePrefix: true,
      stopTokens: ['▁<EOT>', '</s>'],
    },
    oldChat: { named: /code[\W_]*llama/i, format: llama2 },
  },
  {
    name: 'DeepSeek-Coder',
    fim: {
      order: 'psm',
      markers: { prefix: '<｜fim▁begin｜>', suffix: '<｜fim▁hole｜>', middle: '<｜fim▁end｜>' },
      spaceBeforePrefix: false,
      stopTokens: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
    },
    // Its second version has another format, and files that say so.
    oldChat: { named: /deepseek[\W_]*(?:ai[\W_]+deepseek[\W_]*)?coder(?![\W_]*v2)/i, format: deepSeekCoder },
  },
  {
    name: 'Codestral',
    fim: {
      order: 'spm',
      markers: { prefix: '[PREFIX]', suffix: '[SUFFIX]' },
      spaceBeforePrefix: true,
      stopTokens: ['</s>'],
      // All of Mistral's newer vocabularies have the markers, few of its models were trained on them.
      recognises: isNamed(/codestral/i),
    },
  },
  {
    name: 'Seed-Coder',
    fim: {
      order: 'spm',
      markers: { prefix: '<[fim-prefix]>', suffix: '<[fim-suffix]>', middle: '<[fim-middle]>' },
      spaceBeforePrefix: false,
      stopTokens: ['<[end▁of▁sentence]>'],
    },
  },
  { name: 'Mistral', oldChat: { named: /mi[sx]tral/i, format: mistralV1 } },
  { name: 'Llama 2', oldChat: { named: /llama[\W_]*v?2(?![\d.])/i, format: llama2 } },
  ...[pipeMarkers, plainMarkers, dashMarkers].map(
    (markers): ModelFamily => ({
      name: 'generic',
      fim: {
        order: 'psm',
        markers,
        spaceBeforePrefix: false,
        stopTokens: ['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<file_sep>', '<|file_sep|>'],
        recognises: ({ architecture }) => !architecture.startsWith('qwen'),
      },
    }),
  ),
];

/** How the loaded model is to be asked for completions. */
export function chooseFamily(model: FimTraits): PromptMode {
  const vocabulary = new Set(model.controlTokens);
  for (const family of modelFamilies) {
    const { fim } = family;
    if (fim === undefined || !markersOf(fim).every((marker) => vocabulary.has(marker))) continue;
    if (fim.recognises?.(model) ?? true) return { kind: 'fim', family, fim: withoutMissingMarkers(fim, vocabulary) };
  }
  return { kind: 'prefix', reason: describeMissing(vocabulary) };
}

/** Some files of a family lack the markers of its repository format. */
function withoutMissingMarkers(fim: FimFormat, vocabulary: ReadonlySet<string>): FimFormat {
  const { repo, ...rest } = fim;
  return repo === undefined || repoMarkersOf(repo).every((marker) => vocabulary.has(marker)) ? fim : rest;
}

function describeMissing(vocabulary: ReadonlySet<string>): string {
  const partial = modelFamilies
    .map(({ fim }) => (fim === undefined ? [] : markersOf(fim)))
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
