import type { Engine } from '../../shared/engine.ts';
import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { Snippet } from '../context/snippet.ts';
import type { Check } from './checkRewrite.ts';
import type { Refactoring } from './refactoring.ts';

/** A refactoring of one piece of one document. */
export interface RewriteRequest {
  readonly refactoring: Refactoring;
  /** What the user typed; empty where nothing was asked. */
  readonly input: string;
  readonly document: { readonly path: string; readonly languageId: string; readonly text: string };
  /** Whole lines of the document's text. */
  readonly scope: OffsetRange;
  /** What the user has selected within the scope: what is to be extracted. Absent: nothing. */
  readonly selection?: OffsetRange;
  /** Diagnostics that are to be fixed. */
  readonly problems: readonly string[];
  /** The code that tests are to be written for, where the scope is a place for them: it is never left out. */
  readonly tested?: Pick<Snippet, 'path' | 'languageId' | 'text'>;
  /** Of the repository. */
  readonly context: readonly Snippet[];
  /** The same was asked for before, and what was answered would not do: chance has a say, so that it is answered otherwise. */
  readonly isRetry?: boolean;
}

/** What a rewrite needs of the world. */
export interface RewritePorts {
  readonly engine: Engine;
  /** `undefined`: the language's syntax is not understood: then it is not checked, and that is said. */
  syntaxOf(text: string, signal: AbortSignal): Promise<SyntaxReport | undefined>;
  /** The document as the answer makes it so far; called often. */
  onProgress(after: string): void;
}

/** What became of it. */
export type Rewrite =
  /** `after` is the whole document. */
  | {
      readonly kind: 'proposed';
      readonly after: string;
      readonly checks: readonly Check[];
      /** It was shown that the code does what it did; else the first of the checks says what is left to do. */
      readonly isProven: boolean;
    }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** What was tried, and what may help: a sentence, or empty. */
      readonly advice: string;
      readonly rawAnswer: string;
    };
