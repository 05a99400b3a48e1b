/**
 * The prompt of a completion: what is known of the repository, then the text around the cursor in the order of the model's
 * family, or the text before it where the model has no markers.
 *
 * A line that has only its indentation is sent as it stands. Tokenised alone, that white space is a token that models
 * have not seen at the end of a text, but token healing drops it and has the answer begin with it.
 */
import type { PromptSegment } from '../../shared/engine.ts';
import type { PromptMode } from './families.ts';
import { type FimFormat, markersOf, prefixStopTokens } from './fimFormats.ts';
import type { RepoContextPrompt } from './repoContextPrompt.ts';
import { controlSegment, textSegments } from './segments.ts';

export interface FimPromptInput {
  readonly mode: PromptMode;
  readonly text: PartedText;
  /** Stands in front. Absent: the document stands alone. */
  readonly context?: RepoContextPrompt | undefined;
}

/** The text around a cursor, as far as it goes into a prompt. */
export interface PartedText {
  readonly prefix: string;
  /**
   * What stands between the prefix and the cursor. It denotes the same as at the prefix's end; but where a marker begins the
   * middle, it stands behind that, and only the prompt's end changes while it grows.
   */
  readonly typed: string;
  readonly suffix: string;
}

/** The parts of a request that say what to continue and where the model itself would end. */
export interface CompletionPrompt {
  readonly segments: readonly PromptSegment[];
  readonly healTokens: boolean;
  readonly stop: readonly string[];
  readonly stopTokens: readonly string[];
  /** Of the context, which stays while a line is typed. Absent: there is none. */
  readonly stableSegments?: number;
  /** What went in of the context that was given. Absent: nothing. */
  readonly context?: Pick<RepoContextPrompt, 'snippets' | 'tokens'>;
}

export function fimPrompt({ mode, text, context }: FimPromptInput): CompletionPrompt {
  const prefix = withoutCarriageReturns(text.prefix);
  const typed = withoutCarriageReturns(text.typed);
  const suffix = withoutCarriageReturns(text.suffix);
  const segments =
    mode.kind === 'fim'
      ? fimSegments(mode.fim, { prefix, typed, suffix }, context)
      : [...(context?.front ?? []), ...textSegments(prefix + typed)];
  return {
    segments,
    // Behind an empty prefix stands text of the context.
    healTokens: segments.at(-1)?.kind === 'text' && prefix + typed !== '',
    stop: markerTexts(mode),
    stopTokens: mode.kind === 'fim' ? [...mode.fim.stopTokens, ...markersOf(mode.fim)] : prefixStopTokens,
    ...(context && {
      stableSegments: countStable(mode, context),
      context: { snippets: context.snippets, tokens: context.tokens },
    }),
  };
}

/** The context, and the marker in front of the part of it that begins the prefix. */
function countStable(mode: PromptMode, { front, inPrefix }: RepoContextPrompt): number {
  const isPrefixNext = mode.kind === 'fim' && mode.fim.order === 'psm' && inPrefix.length > 0;
  return front.length + (isPrefixNext ? 1 + inPrefix.length : 0);
}

/** Models have seen few carriage returns, and each is a token. Called on what is cut out: a document may be large. */
function withoutCarriageReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function fimSegments(
  { order, markers, spaceBeforePrefix }: FimFormat,
  { prefix, typed, suffix }: PartedText,
  { front, inPrefix }: Pick<RepoContextPrompt, 'front' | 'inPrefix'> = { front: [], inPrefix: [] },
): readonly PromptSegment[] {
  const hasMiddle = markers.middle !== undefined;
  const before = [...inPrefix, ...textSegments(hasMiddle ? prefix : prefix + typed)];
  const prefixPart = [controlSegment(markers.prefix), ...(spaceBeforePrefix ? withSpaceBefore(before) : before)];
  const suffixPart = [controlSegment(markers.suffix), ...textSegments(suffix)];
  const middle = markers.middle === undefined ? [] : [controlSegment(markers.middle), ...textSegments(typed)];
  const parts = order === 'psm' ? [...prefixPart, ...suffixPart] : [...suffixPart, ...prefixPart];
  return [...front, ...parts, ...middle];
}

function withSpaceBefore([first, ...rest]: readonly PromptSegment[]): readonly PromptSegment[] {
  return first === undefined ? [] : [{ ...first, text: ` ${first.text}` }, ...rest];
}

/**
 * Markers that a model may write out as text, where its vocabulary has them in pieces too. Only those that no document
 * has: `</s>` is a tag of HTML, `[PREFIX]` a placeholder like any other.
 */
export function markerTexts(mode: PromptMode): string[] {
  const texts = mode.kind === 'fim' ? [...markersOf(mode.fim), ...mode.fim.stopTokens] : prefixStopTokens;
  return texts.filter((text) => /[|｜]|fim/.test(text));
}
