import type { EngineModel } from '../../shared/engine.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import { isGoingRound } from '../chat/isGoingRound.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { type AskedRewrite, askRewrite, type RejectedAnswer } from './askRewrite.ts';
import { checkRewrite } from './checkRewrite.ts';
import { placeAnswer } from './placeAnswer.ts';
import { progressText } from './progressText.ts';
import type { Rewrite, RewritePorts, RewriteRequest } from './rewriteRequest.ts';
import { type ScopeParts, textOf } from './scopeParts.ts';

/** A rewrite, with the scope as it is then, and the answer as it came. */
export type RewriteOnce =
  | (Extract<Rewrite, { kind: 'proposed' }> & { readonly parts: ScopeParts; readonly rawAnswer: string })
  | Exclude<Rewrite, { kind: 'proposed' }>;

/**
 * Asks the model for a refactoring of the scope in one piece, and looks at what comes back before it is offered. What fails is asked for
 * once more, with the complaint.
 *
 * @throws CancelledError when `signal` is aborted, UserError where the engine can't answer, the scope is too long, or the syntax
 * of the document can't be read: then no model is asked.
 */
export async function proposeOnce(
  ports: RewritePorts,
  model: EngineModel,
  request: RewriteRequest,
  signal: AbortSignal,
): Promise<RewriteOnce> {
  const report = await ports.syntaxOf(request.document.text, signal);
  let rejected: RejectedAnswer | undefined;
  let doubted: RewriteOnce | undefined;
  let askedCount = 0;
  for (; askedCount < attempts; askedCount++) {
    const asked = await askRewrite(ports.engine, model, request, rejected, signal);
    if (asked === undefined) break;
    const { answer, isEnded, problem } = await readAnswer(ports, asked, signal);
    throwIfAborted(signal);
    const judged =
      problem === undefined
        ? await judge(ports, request, report, asked.before, answer, isEnded, signal)
        : complain(problem);
    // To "that is too little" all of it comes back as it was.
    if (judged.kind === 'unchanged' && doubted !== undefined) return doubted;
    if (judged.kind !== 'complaint') return judged;
    doubted = judged.doubted ?? doubted;
    // What was answered to the complaint says more of the trouble than what was answered at first.
    rejected = { answer, complaint: judged.complaint };
  }
  if (doubted !== undefined) return doubted;
  const { complaint = '', answer = '' } = rejected ?? {};
  return { kind: 'failed', reason: complaint, advice: adviceOf(model, askedCount), rawAnswer: answer };
}

/** The first, and one with the complaint about it. */
const attempts = 2;

function adviceOf({ name, sizeBytes }: EngineModel, askedCount: number): string {
  const asked = askedCount < attempts ? 'There was no room to ask again' : 'It was asked for twice';
  return sizeBytes < smallModelBytes ? `${asked}; ${name} may be too small for it.` : `${asked}.`;
}

/** About three billion parameters in four bits. Estimated. */
const smallModelBytes = 2e9;

interface ReadAnswer {
  readonly answer: string;
  readonly isEnded: boolean;
  /** Why it is of no use, whatever it says. */
  readonly problem?: string;
}

async function readAnswer(ports: RewritePorts, asked: AskedRewrite, signal: AbortSignal): Promise<ReadAnswer> {
  const { request, beginning, before } = asked;
  let seen = beginning;
  const onDelta = (delta: string) => {
    if (signal.aborted) return 'stop';
    seen += delta;
    if (delta.includes('\n')) {
      const soFar = progressText(seen, before);
      if (soFar !== undefined) ports.onProgress(soFar);
    }
    return isGoingRound(seen.slice(beginning.length)) ? 'stop' : 'continue';
  };
  const { text, finish } = await ports.engine.generate(request, onDelta, signal);
  const answer = finish === 'stopped' ? seen : beginning + text;
  if (finish === 'stopped') return { answer, isEnded: false, problem: 'The answer repeats itself.' };
  if (finish === 'maxTokens' || finish === 'contextFull') {
    return { answer, isEnded: false, problem: 'The answer was cut off, since it became too long.' };
  }
  return { answer, isEnded: true };
}

type Judged =
  | RewriteOnce
  /** `doubted` is offered where nothing better comes. */
  | { readonly kind: 'complaint'; readonly complaint: string; readonly doubted?: RewriteOnce };

async function judge(
  ports: RewritePorts,
  { refactoring, document, input }: RewriteRequest,
  old: SyntaxReport | undefined,
  before: ScopeParts,
  answer: string,
  isEnded: boolean,
  signal: AbortSignal,
): Promise<Judged> {
  const placed = placeAnswer(answer, before, isEnded);
  if (placed.kind === 'refused') return complain(placed.reason);
  const after = textOf(placed.after);
  if (after === document.text) return { kind: 'unchanged' };
  const own = await ports.syntaxOf(after, signal);
  const reports = old === undefined || own === undefined ? undefined : { before: old, after: own };
  const instruction = fillIn(refactoring.prompt, input);
  const checked = checkRewrite({ refactoring, instruction, before, after: placed.after, ...(reports && { reports }) });
  if (checked.kind === 'complaint') return checked;
  const { checks, isProven, doubt } = checked;
  const proposed = { kind: 'proposed', after, checks, isProven, parts: placed.after, rawAnswer: answer } as const;
  return doubt === undefined
    ? proposed
    : complain(`${doubt} Give all of them, but for those that are to go.`, proposed);
}

function complain(complaint: string, doubted?: RewriteOnce): Judged {
  return { kind: 'complaint', complaint, ...(doubted && { doubted }) };
}
