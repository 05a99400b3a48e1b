import type { EngineModel, GenerateRequest } from '../../shared/engine.ts';
import type { RepoContext } from '../context/snippet.ts';
import { chooseFamily } from '../prompt/families.ts';
import { completionPrompt } from '../prompt/fimPrompt.ts';
import { maxBlockTokens } from './blockMode.ts';
import type { Place } from './place.ts';

/**
 * Evaluates what a completion at the place will begin with, so that the next keystroke finds it in the cache. Nothing is
 * answered.
 */
export function warmUpRequest(model: EngineModel, place: Place, repo: RepoContext): GenerateRequest {
  const { context: _, ...prompt } = completionPrompt({
    ...place,
    mode: chooseFamily(model),
    contextSizeTokens: model.contextSizeTokens,
    // The more an answer may take, the less of the document goes in: as for the longest, where it matters at all.
    answerTokens: maxBlockTokens,
    context: { repo, languageId: place.languageId },
  });
  return {
    ...prompt,
    purpose: 'warmUp',
    maxTokens: 0,
    sampling: { temperature: 0, topK: 0, topP: 1 },
    logProbabilities: false,
  };
}
