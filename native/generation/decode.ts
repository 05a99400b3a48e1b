import type { FinishReason, GenerateRequest } from '../../src/shared/engine.ts';
import { throwIfAborted } from '../../src/shared/errors.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { SampledToken } from './evaluateGuesses.ts';
import type { EvaluationCall } from './evaluationCall.ts';
import { type DecodeStart, sampleTokens } from './sampleTokens.ts';
import { StopMatcher } from './stopMatcher.ts';
import { TokenTextDecoder } from './textDecoder.ts';

/** One decoded token with the text it completes, or the end. */
export type DecodeStep =
  | ({ readonly kind: 'token'; readonly text: string } & Pick<SampledToken, 'token' | 'logProbability' | 'wasHealed'>)
  | { readonly kind: 'finished'; readonly text: string; readonly finish: FinishReason };

/**
 * Decodes until a stop string, a stop token, the end of the text, a limit, or the caller ends it. The last step is
 * always `finished`.
 *
 * @throws CancelledError between two tokens.
 */
export async function* decode(
  model: LoadedModel,
  call: EvaluationCall,
  request: GenerateRequest,
  start: DecodeStart,
  { signal, stopSignal }: { readonly signal: AbortSignal; readonly stopSignal: AbortSignal },
): AsyncGenerator<DecodeStep, void, void> {
  const roomTokens = model.info.contextSizeTokens - start.prompt.length;
  const decoder = new TokenTextDecoder(model.pieces);
  const matcher = new StopMatcher(request.stop);
  const stopTokens = new Set(request.stopTokens.flatMap((text) => model.controlToken(text) ?? []));
  let typedLength = start.required.length;
  let decodeTokens = 0;

  if (request.maxTokens === 0) {
    await call.turns.take(() => call.sequence.evaluateWithoutGeneratingNewTokens([...start.lastChunk]));
    return yield { kind: 'finished', text: '', finish: 'maxTokens' };
  }
  for await (const { token, logProbability, wasHealed = false } of sampleTokens(model, call, request, start)) {
    throwIfAborted(signal);
    if (stopTokens.has(token)) return yield { kind: 'finished', text: matcher.flush(), finish: 'endOfText' };
    decodeTokens += 1;
    const decoded = decoder.push(token);
    const { text, stopped } = matcher.push(decoded.slice(typedLength));
    typedLength = Math.max(0, typedLength - decoded.length);
    yield { kind: 'token', token, text, wasHealed, ...(logProbability !== undefined && { logProbability }) };

    if (stopped) return yield { kind: 'finished', text: '', finish: 'stopString' };
    throwIfAborted(signal);
    const finish = limitReached(stopSignal, decodeTokens, request.maxTokens, roomTokens);
    if (finish !== undefined) return yield { kind: 'finished', text: matcher.flush(), finish };
  }
  const rest = matcher.push(decoder.flush().slice(typedLength));
  yield { kind: 'finished', text: rest.text + matcher.flush(), finish: rest.stopped ? 'stopString' : 'endOfText' };
}

function limitReached(
  stopSignal: AbortSignal,
  decodeTokens: number,
  maxTokens: number,
  roomTokens: number,
): FinishReason | undefined {
  if (stopSignal.aborted) return 'stopped';
  if (decodeTokens >= maxTokens) return 'maxTokens';
  return decodeTokens >= roomTokens ? 'contextFull' : undefined;
}
