/**
 * Model families: how the models of each fill in the middle (FIM), and which chat format its chat models were trained
 * on. A family is recognised by its markers being control tokens of the loaded model; where two families spell them
 * alike, by the model's architecture or name. Models without markers get plain prefix continuation: written out as
 * text, markers are noise that a model would continue as such.
 */
import type { ChatFormat } from './chatFormat.ts';
import { chatML, deepSeekCoder, gemma, granite3, llama3, phi3 } from './chatFormats.ts';
import {
  dashMarkers,
  type FimFormat,
  type FimTraits,
  isNamed,
  markersOf,
  pipeMarkers,
  plainMarkers,
} from './fimFormats.ts';
import { llama2, mistralV1, mistralV3 } from './mistralFormats.ts';

export interface ModelFamily {
  readonly name: string;
  /** Absent: its models were not trained to fill in the middle. */
  readonly fim?: FimFormat;
  /** Absent: it has no chat models, or each has a format of its own. */
  readonly chat?: ChatFormat;
  /** What its models are called, where old files of theirs say nothing else: no chat template, no markers. */
  readonly named?: RegExp;
}

/** What a loaded model can be asked for. `reason` is a sentence for the user. */
export type PromptMode =
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
      recognises: ({ architecture, controlTokens }) =>
        architecture.startsWith('gemma') || controlTokens.includes('<|file_separator|>'),
    },
    chat: gemma,
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
    chat: granite3,
  },
  {
    name: 'Qwen2.5-Coder',
    fim: {
      order: 'psm',
      markers: pipeMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<|im_end|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>'],
      // All of Qwen's vocabularies have the markers, only its coders were trained on them.
      recognises: isNamed(/coder/i),
    },
    chat: chatML,
  },
  {
    name: 'Mellum',
    fim: {
      order: 'spm',
      markers: plainMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<filename>', '<reponame>', '<fim_pad>'],
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
    chat: granite3,
  },
  {
    name: 'StarCoder2',
    fim: {
      order: 'psm',
      markers: plainMarkers,
      spaceBeforePrefix: false,
      stopTokens: ['<|endoftext|>', '<file_sep>', '<repo_name>', '<fim_pad>'],
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
    chat: llama2,
    named: /code[\W_]*llama/i,
  },
  {
    name: 'DeepSeek-Coder',
    fim: {
      order: 'psm',
      markers: { prefix: '<｜fim▁begin｜>', suffix: '<｜fim▁hole｜>', middle: '<｜fim▁end｜>' },
      spaceBeforePrefix: false,
      stopTokens: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
    },
    chat: deepSeekCoder,
    // Its second version has another format, and files that say so.
    named: /deepseek[\W_]*(?:ai[\W_]+deepseek[\W_]*)?coder(?![\W_]*v2)/i,
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
    chat: mistralV3,
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
  { name: 'Mistral', chat: mistralV1, named: /mi[sx]tral/i },
  { name: 'Llama 3', chat: llama3, named: /llama[\W_]*v?3(?!\d)/i },
  { name: 'Llama 2', chat: llama2, named: /llama[\W_]*v?2(?![\d.])/i },
  { name: 'Llama 1', named: /llama[\W_]*(?:v?1(?![\d.])|(?:7|13|30|33|34|65)b)/i },
  { name: 'SmolLM2', chat: chatML, named: /smollm/i },
  { name: 'Qwen', chat: chatML, named: /qwen/i },
  { name: 'Gemma', chat: gemma, named: /gemma/i },
  { name: 'Phi-3', chat: phi3, named: /phi[\W_]*3/i },
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
    if (fim.recognises?.(model) ?? true) return { kind: 'fim', family, fim };
  }
  return { kind: 'prefix', reason: describeMissing(vocabulary) };
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
