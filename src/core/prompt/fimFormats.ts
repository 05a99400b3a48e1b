import type { EngineModel } from '../../shared/engine.ts';

/**
 * The order of a prompt: prefix, suffix, middle or suffix, prefix, middle. Each family has the one its models were
 * trained on most.
 */
export type FimOrder = 'psm' | 'spm';

/** How a family fills in the middle. Markers are spelled as in the models' own vocabularies. */
export interface FimFormat {
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
  /** How other files of the repository stand in front. Absent: as text with comments. */
  readonly repo?: RepoFormat;
  /** Which of the models that have the markers it is meant for. Absent: all. */
  readonly recognises?: (model: FimTraits) => boolean;
}

/** How a family's models were trained to see several files: their paths and contents behind control tokens. */
export interface RepoFormat {
  /** In front of the repository's name, which `end` follows. Absent: the name has no place. */
  readonly name?: { readonly marker: string; readonly end: string };
  /** In front of each file's path, the first one's too unless it only separates. A line feed follows the path. */
  readonly file: { readonly marker: string; readonly isSeparator?: boolean };
  /** The path of the completed file belongs to the prefix, behind its marker. */
  readonly pathInPrefix?: boolean;
}

/** What a model that fills in the middle is recognised by. */
export type FimTraits = Pick<EngineModel, 'name' | 'title' | 'architecture' | 'controlTokens'>;

export const pipeMarkers = { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' } as const;
export const plainMarkers = { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' } as const;
export const dashMarkers = { prefix: '<fim-prefix>', suffix: '<fim-suffix>', middle: '<fim-middle>' } as const;

/** Control tokens that end plain continuation, beside the vocabulary's own: instruction models use chat's. */
export const prefixStopTokens: readonly string[] = [
  '<|endoftext|>',
  '<|im_end|>',
  '<|im_start|>',
  '<|eot_id|>',
  '<|end_of_text|>',
  '</s>',
];

export function markersOf({ markers }: FimFormat): readonly string[] {
  return markers.middle === undefined
    ? [markers.prefix, markers.suffix]
    : [markers.prefix, markers.suffix, markers.middle];
}

/** Control tokens without which the format cannot be written. */
export function repoMarkersOf({ name, file }: RepoFormat): readonly string[] {
  return name === undefined ? [file.marker] : [name.marker, file.marker];
}

export function isNamed(pattern: RegExp): NonNullable<FimFormat['recognises']> {
  return ({ name, title, architecture }) => [name, title, architecture].some((text) => pattern.test(text));
}
