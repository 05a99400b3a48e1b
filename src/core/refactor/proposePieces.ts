import type { EngineModel } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { type Checked, checkRewrite } from './checkRewrite.ts';
import { proposeOnce, type RewriteOnce } from './proposeOnce.ts';
import { piecesOf, type RewritePiece } from './rewritePieces.ts';
import type { Rewrite, RewritePorts, RewriteRequest } from './rewriteRequest.ts';
import { partsOf, type ScopeParts, textOf } from './scopeParts.ts';

type Failure = Extract<Rewrite, { kind: 'failed' }>;

/**
 * A rewrite of a scope, one definition after the other. One that fails stays as it is, and that is said; the others are
 * offered.
 *
 * @throws as `proposeRewrite`.
 */
export async function proposePieces(
  ports: RewritePorts,
  model: EngineModel,
  request: RewriteRequest,
  signal: AbortSignal,
): Promise<Rewrite> {
  const { document, refactoring } = request;
  const before = partsOf(document, request.scope);
  const old = await ports.syntaxOf(document.text, signal);
  const instruction = fillIn(refactoring.prompt, request.input);
  const check = async (after: ScopeParts): Promise<Checked> => {
    const own = await ports.syntaxOf(textOf(after), signal);
    const reports = old === undefined || own === undefined ? undefined : { before: old, after: own };
    return checkRewrite({ refactoring, instruction, before, after, ...(reports && { reports }) });
  };
  const count = piecesOf(request).length;
  const failures: { readonly name: string; readonly failure: Failure }[] = [];
  let current: ScopeParts = before;
  let sound: Extract<Checked, { kind: 'sound' }> | undefined;
  for (let index = 0; index < count; index++) {
    const text = textOf(current);
    const scope = { start: current.head.length, end: current.head.length + current.scope.length };
    const shown = { ...request, document: { ...document, text }, scope };
    // Those in front of it have become longer: their number stays, since nothing but comments and types changes.
    const piece = piecesOf(shown)[index];
    if (piece === undefined) break;
    const rewrite = await proposePiece(ports, model, shown, piece, signal);
    if (rewrite.kind === 'failed') failures.push({ name: piece.name, failure: rewrite });
    if (rewrite.kind !== 'proposed') continue;
    const next = withPiece(current, rewrite.parts, piece.start);
    const checked = await check(next);
    if (checked.kind === 'sound') [current, sound] = [next, checked];
    else failures.push({ name: piece.name, failure: failed(checked.complaint, rewrite.rawAnswer) });
  }
  if (sound === undefined) return failures[0]?.failure ?? { kind: 'unchanged' };
  const { checks, isProven } = sound;
  const left = failures.length === 0 ? [] : [{ name: 'scope', sentence: leftSentence(failures, count) } as const];
  return { kind: 'proposed', after: textOf(current), checks: [...left, ...checks], isProven };
}

/** @param shown the document as it is by now. */
async function proposePiece(
  ports: RewritePorts,
  model: EngineModel,
  shown: RewriteRequest,
  piece: RewritePiece,
  signal: AbortSignal,
): Promise<RewriteOnce> {
  const { text } = shown.document;
  const { start, end, inner = { start: end, end } } = piece;
  const hidden = text.slice(inner.start, inner.end);
  const rest = text.slice(inner.end, end);
  const document = { ...shown.document, text: text.slice(0, inner.start) + text.slice(inner.end) };
  // Without what is hidden, the document is not worth showing.
  const quiet = hidden === '' ? ports : { ...ports, onProgress: () => {} };
  try {
    const request = { ...shown, document, scope: { start, end: end - hidden.length } };
    const rewrite = await proposeOnce(quiet, model, request, signal);
    if (rewrite.kind !== 'proposed' || hidden === '') return rewrite;
    const { parts, rawAnswer } = rewrite;
    if (!parts.scope.endsWith(rest)) return failed(`The answer changes the end of ${piece.name}.`, rawAnswer);
    const scope = parts.scope.slice(0, parts.scope.length - rest.length) + hidden + rest;
    return { ...rewrite, parts: { ...parts, scope } };
  } catch (error) {
    if (error instanceof UserError && error.code === 'promptTooLong') return failed(error.message, '');
    throw error;
  }
}

function failed(reason: string, rawAnswer: string): Failure {
  return { kind: 'failed', reason, advice: '', rawAnswer };
}

function leftSentence(
  failures: readonly { readonly name: string; readonly failure: Failure }[],
  count: number,
): string {
  const names = failures.slice(0, mostNames).map(({ name }) => name);
  const more = failures.length - names.length;
  const all = `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
  return `${failures.length} of ${count} parts are left as they were (${all}): ${failures[0]?.failure.reason}`;
}

/** An editor that is narrow cuts the end off. */
const mostNames = 5;

/** The document with a piece of its scope rewritten. What was imported stands in front of the scope, if anything does. */
function withPiece(current: ScopeParts, piece: ScopeParts, pieceStart: number): ScopeParts {
  const text = textOf(piece);
  const imported = piece.head.length - pieceStart;
  const headEnd = current.head === '' ? 0 : current.head.length + imported;
  return {
    ...current,
    head: text.slice(0, headEnd),
    scope: text.slice(headEnd, text.length - current.tail.length),
  };
}
