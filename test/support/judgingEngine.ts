import { promptText } from '../../src/core/prompt/segments.ts';
import type { ScoreRequest } from '../../src/shared/engine.ts';
import { FakeEngine } from './fakeEngine.ts';

/** Moderates a text by the word `evil` in it. */
export class JudgingEngine extends FakeEngine {
  override async score({ segments, options }: ScoreRequest) {
    const text = promptText(segments);
    const judged = text.slice(0, text.indexOf('Which of these'));
    const likely = /evil/.test(judged) ? /crime/ : /None of the others/;
    const logProbabilities = options.map((option) => {
      const line = text.split('\n').findLast((one) => one.startsWith(`${option.trim()}) `)) ?? '';
      return likely.test(line) ? -0.1 : -5;
    });
    return { logProbabilities, evaluatedTokens: 1 };
  }
}
