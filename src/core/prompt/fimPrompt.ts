/**
 * The prompt of a completion: what is known of the repository, then the text around the cursor in the order of the model's
 * family, or the text before it where the model has no markers.
 *
 * A line that has only its indentation is sent as it stands. Tokenised alone, that white space is a token that models
 * have not seen at the end of a text, but token healing drops it and has the answer begin with it.
 */
import type { PromptSegment } from '../../shared/engine.ts';
import type { RepoContext } from '../context/snippet.ts';
import { cutPrefix, cutSuffix, promptBudget } from './budget.ts';
import type { PromptMode } from './families.ts';
import { type FimFormat, markersOf, prefixStopTokens } from './fimFormats.ts';
import { type RepoContextPrompt, repoContextPrompt } from './repoContextPrompt.ts';
import { controlSegment, textSegments } from './segments.ts';

export interface CompletionPromptInput {
  readonly mode: PromptMode;
  readonly prefix: string;
  readonly suffix: string;
  readonly contextSizeTokens: number;
  /** Tokens that the answer may have. */
  readonly answerTokens: number;
  /** Goes in as far as there is room. Absent: the document stands alone. */
  readonly context?: { readonly repo: RepoContext; readonly languageId: string };
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

export function completionPrompt(input: CompletionPromptInput): CompletionPrompt {
  const { mode, contextSizeTokens, context: wished } = input;
  const context = wished && repoContextPrompt({ mode, contextSizeTokens, ...wished });
  const budget = promptBudget(contextSizeTokens - (context?.tokens ?? 0), input.answerTokens, mode.kind === 'fim');
  const prefix = withoutCarriageReturns(cutPrefix(input.prefix, budget.prefixTokens));
  const suffix = withoutCarriageReturns(cutSuffix(input.suffix, budget.suffixTokens));
  const segments =
    mode.kind === 'fim'
      ? fimSegments(mode.fim, prefix, suffix, context)
      : [...(context?.front ?? []), ...textSegments(prefix)];
  return {
    segments,
    // Behind an empty prefix stands text of the context.
    healTokens: segments.at(-1)?.kind === 'text' && prefix !== '',
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

/**
 * The text of the cursor's line stands behind the last marker, as the beginning of the middle that the model continues.
 * It denotes the same as at the end of the prefix, but a keystroke then changes only the prompt's end, and not also the
 * start of everything that follows the prefix: it costs the typed tokens, in every order. It can be healed, too.
 */
function fimSegments(
  { order, markers, spaceBeforePrefix }: FimFormat,
  prefix: string,
  suffix: string,
  { front, inPrefix }: Pick<RepoContextPrompt, 'front' | 'inPrefix'> = { front: [], inPrefix: [] },
): readonly PromptSegment[] {
  const lineStart = markers.middle === undefined ? prefix.length : prefix.lastIndexOf('\n') + 1;
  const before = [...inPrefix, ...textSegments(prefix.slice(0, lineStart))];
  const prefixPart = [controlSegment(markers.prefix), ...(spaceBeforePrefix ? withSpaceBefore(before) : before)];
  const suffixPart = [controlSegment(markers.suffix), ...textSegments(suffix)];
  const middle =
    markers.middle === undefined ? [] : [controlSegment(markers.middle), ...textSegments(prefix.slice(lineStart))];
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
