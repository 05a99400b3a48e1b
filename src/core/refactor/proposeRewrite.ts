import { proposeOnce } from './proposeOnce.ts';
import { proposePieces } from './proposePieces.ts';
import { piecesOf } from './rewritePieces.ts';
import type { Rewrite, RewritePorts, RewriteRequest } from './rewriteRequest.ts';

/**
 * Asks the model for a refactoring of the scope, and looks at what comes back before it is offered. What fails is asked for
 * once more, with the complaint. Where each definition can be changed by itself, a long scope is asked for piece by piece:
 * small models lose their way in long answers.
 *
 * @throws CancelledError when `signal` is aborted, UserError where the engine can't answer or the scope is too long.
 */
export async function proposeRewrite(
  ports: RewritePorts,
  request: RewriteRequest,
  signal: AbortSignal,
): Promise<Rewrite> {
  const model = await ports.engine.model(signal);
  const isLong = request.scope.end - request.scope.start > longestPiece;
  if (isLong && piecesOf(request).length > 1) return await proposePieces(ports, model, request, signal);
  return await proposeOnce(ports, model, request, signal);
}

/** Characters: some 60 lines. */
const longestPiece = 2_400;
