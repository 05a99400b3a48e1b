/**
 * What a prompt says of the repository, as leading segments: the form that the model's family was trained on, or the
 * files' code under comments with their paths.
 *
 * Each snippet has segments of its own, so that its tokens stay what they are while others come and go behind it. No text
 * that changes while a line is typed comes before them: in the order suffix, prefix, middle they stand before the suffix.
 */
import type { PromptSegment } from '../../shared/engine.ts';
import type { RepoContext, Snippet } from '../context/snippet.ts';
import { estimateTokens } from './budget.ts';
import { commentOut, isSameSyntax } from './commentSyntax.ts';
import { contextLimit } from './contextBudget.ts';
import type { PromptMode } from './families.ts';
import type { RepoFormat } from './fimFormats.ts';
import { controlSegment, textSegments } from './segments.ts';

export interface RepoContextInput {
  readonly mode: PromptMode;
  readonly repo: RepoContext;
  /** Of the document that is completed. */
  readonly languageId: string;
  readonly contextSizeTokens: number;
}

export interface RepoContextPrompt {
  /** They begin the prompt. */
  readonly front: readonly PromptSegment[];
  /** They begin the prefix, behind its marker. */
  readonly inPrefix: readonly PromptSegment[];
  /** Snippets that there was room for: the first ones. */
  readonly snippets: number;
  /** Estimated, of all segments. */
  readonly tokens: number;
}

/** `undefined`: there is no snippet, or no room for one. */
export function repoContextPrompt(input: RepoContextInput): RepoContextPrompt | undefined {
  const { mode, repo, languageId, contextSizeTokens } = input;
  const form =
    mode.kind === 'fim' && mode.fim.repo !== undefined
      ? repoForm(mode.fim.repo, repo)
      : commentForm(repo, languageId, mode.kind === 'fim' && mode.fim.order === 'psm');
  const files = repo.snippets.map(form.snippet);
  const limit = contextLimit(contextSizeTokens);
  let tokens = countTokens(form.around([]));
  let snippets = 0;
  for (const segments of files) {
    const more = tokens + countTokens({ front: segments, inPrefix: [] });
    if (more > limit) break;
    tokens = more;
    snippets += 1;
  }
  return snippets === 0 ? undefined : { ...form.around(files.slice(0, snippets).flat()), snippets, tokens };
}

type Places = Pick<RepoContextPrompt, 'front' | 'inPrefix'>;

/** How files are written, and where all of them stand. */
interface ContextForm {
  readonly snippet: (snippet: Snippet) => readonly PromptSegment[];
  /** The files, with what comes before the first and behind the last of them. */
  readonly around: (files: readonly PromptSegment[]) => Places;
}

function repoForm({ name, file, pathInPrefix = false }: RepoFormat, repo: RepoContext): ContextForm {
  const head =
    name === undefined ? [] : [controlSegment(name.marker), ...textSegments(oneLine(repo.repoName) + name.end)];
  const marker = [controlSegment(file.marker)];
  const path = textSegments(`${oneLine(repo.path)}\n`);
  const beforeFile = file.isSeparator ? [] : marker;
  return {
    snippet: (snippet) => [
      ...beforeFile,
      ...textSegments(`${fileName(snippet)}\n${snippet.text}\n`),
      ...(file.isSeparator ? marker : []),
    ],
    around: (files) => ({
      front: [...head, ...files, ...beforeFile, ...(pathInPrefix ? [] : path)],
      inPrefix: pathInPrefix ? path : [],
    }),
  };
}

/** A patch is a file like any other where files have names. */
function fileName({ kind, path }: Snippet): string {
  return kind === 'edit' ? `${oneLine(path)}.diff` : oneLine(path);
}

/** Code that reads in the document as it is stays code: it is what base models continue best. All else is a comment. */
function commentForm(repo: RepoContext, languageId: string, isInPrefix: boolean): ContextForm {
  const current = textSegments(`${commentOut(oneLine(repo.path), languageId)}\n`);
  return {
    snippet: ({ kind, path, languageId: own, text }) => {
      const isCode = kind !== 'edit' && isSameSyntax(own, languageId);
      const heading = kind === 'edit' ? `${oneLine(path)}, recently changed:` : oneLine(path);
      const body = isCode ? text : commentOut(text, languageId);
      return textSegments(`${commentOut(heading, languageId)}\n${body}\n\n`);
    },
    around: (files) => {
      const all = [...files, ...current];
      return isInPrefix ? { front: [], inPrefix: all } : { front: all, inPrefix: [] };
    },
  };
}

/** A file's name may have any character. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

function countTokens({ front, inPrefix }: Places): number {
  // A control token is one, which its text is longer than.
  return [...front, ...inPrefix].reduce((sum, { kind, text }) => sum + (kind === 'text' ? estimateTokens(text) : 1), 0);
}
