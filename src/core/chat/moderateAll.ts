import type { Engine, EngineModel } from '../../shared/engine.ts';
import { cutSuffix } from '../prompt/budget.ts';
import { type ModerationCategory, type ModerationRole, moderate } from './moderation.ts';

/**
 * Whether a text of any length is acceptable, as the model judges it; a long one piece by piece, so that nothing hides
 * behind what fits.
 *
 * @returns one sentence for the user where it is not.
 * @throws as {@link moderate}.
 */
export async function moderateAll(
  engine: Engine,
  model: EngineModel,
  text: string,
  role: ModerationRole,
  signal: AbortSignal,
): Promise<string | undefined> {
  // The question stands behind the text, and sees no more of it than the window.
  const seenTokens = Math.min(model.contextSizeTokens / 2, model.windowTokens ?? Number.POSITIVE_INFINITY);
  const pieceTokens = Math.max(64, seenTokens - questionTokens);
  for (let rest = text; rest !== ''; ) {
    const piece = cutSuffix(rest, pieceTokens);
    if (piece.trim() !== '') {
      const { category } = await moderate(engine, model, piece, role, signal);
      if (category !== 'acceptable') return describe(role, category);
    }
    rest = piece === '' ? '' : rest.slice(piece.length);
  }
  return undefined;
}

/** What the judge is asked beside the text, estimated. */
const questionTokens = 256;

const reasons: { readonly [category in Exclude<ModerationCategory, 'acceptable'>]: string } = {
  illegal: 'to be about something illegal',
  hateful: 'to be hateful or violent',
  unqualified: 'to be advice that only a professional should give',
};

function describe(role: ModerationRole, category: Exclude<ModerationCategory, 'acceptable'>): string {
  return role === 'prompt'
    ? `Moderation is on, and the model judges the question ${reasons[category]}. Ask otherwise, or switch moderation off.`
    : `Moderation is on, and the model judges its answer ${reasons[category]}. Ask otherwise, or switch moderation off.`;
}
