import { LlamaGrammarEvaluationState } from 'node-llama-cpp';
import type { LoadedModel } from '../model/loadedModel.ts';

/**
 * Where one answer stands in its grammar: the sampler moves it on with each token.
 *
 * @param grammar GBNF, see llama.cpp's `grammars/README.md`.
 * @throws Error where it is none.
 */
export async function grammarState(
  { llamaModel }: Pick<LoadedModel, 'llamaModel'>,
  grammar: string,
): Promise<LlamaGrammarEvaluationState> {
  return new LlamaGrammarEvaluationState({
    model: llamaModel,
    grammar: await llamaModel.llama.createGrammar({ grammar }),
  });
}
