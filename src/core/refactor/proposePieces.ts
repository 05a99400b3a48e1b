import type { EngineModel } from '../../shared/engine.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { checkRewrite } from './checkRewrite.ts';
import { proposeOnce } from './proposeOnce.ts';
import { piecesOf } from './rewritePieces.ts';
import type { Rewrite, RewritePorts, RewriteRequest } from './rewriteRequest.ts';
import { partsOf, type ScopeParts, textOf } from './scopeParts.ts';

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
  const count = piecesOf(request).length;
  const failures: Extract<Rewrite, { kind: 'failed' }>[] = [];
  let current: ScopeParts = before;
  for (let index = 0; index < count; index++) {
    const text = textOf(current);
    const scope = { start: current.head.length, end: current.head.length + current.scope.length };
    // Those in front of it have become longer: their number stays, since nothing but comments and types changes.
    const piece = piecesOf({ ...request, document: { ...document, text }, scope })[index];
    if (piece === undefined) break;
    const rewrite = await proposeOnce(
      ports,
      model,
      { ...request, document: { ...document, text }, scope: piece },
      signal,
    );
    if (rewrite.kind === 'failed') failures.push(rewrite);
    if (rewrite.kind === 'proposed') current = withPiece(current, rewrite.parts, piece.start);
  }
  const [failure] = failures;
  const after = textOf(current);
  if (after === document.text) return failure ?? { kind: 'unchanged' };
  const [old, own] = [await ports.syntaxOf(document.text, signal), await ports.syntaxOf(after, signal)];
  const reports = old === undefined || own === undefined ? undefined : { before: old, after: own };
  const instruction = fillIn(refactoring.prompt, request.input);
  const checked = checkRewrite({ refactoring, instruction, before, after: current, ...(reports && { reports }) });
  if (checked.kind === 'complaint') return { kind: 'failed', reason: checked.complaint, advice: '', rawAnswer: '' };
  const left = failure && `${failures.length} of ${count} parts are left as they were: ${failure.reason}`;
  const checks = left === undefined ? checked.checks : [{ name: 'scope', sentence: left } as const, ...checked.checks];
  return { kind: 'proposed', after, checks, isProven: checked.isProven };
}

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
