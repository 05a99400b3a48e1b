import type { Engine, EngineModel, GenerateRequest } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import { mayRaiseContext } from '../../shared/mayRaiseContext.ts';
import { isBlank } from '../completion/lines.ts';
import { redactSecrets } from '../context/secrets.ts';
import { cutPrefix, cutSuffix } from '../prompt/budget.ts';
import type { ChatPrompt } from '../prompt/chatPrompt.ts';
import { requireChat } from '../prompt/chooseChat.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { type AnswerForm, type RefactorPromptInput, refactorPrompt } from '../prompt/refactorPrompt.ts';
import { answerBeginning, answerFence } from './answerBeginning.ts';
import { aroundScope } from './aroundScope.ts';
import type { RewriteRequest } from './rewriteRequest.ts';
import { partsOf, type ScopeParts } from './scopeParts.ts';

/** A request to the engine, and what is needed to read what comes back. */
export interface AskedRewrite {
  readonly request: GenerateRequest;
  /** The prompt ends with it: the answer is it and what is generated. */
  readonly beginning: string;
  readonly before: ScopeParts;
}

export interface RejectedAnswer {
  readonly answer: string;
  readonly complaint: string;
}

/**
 * What the engine is asked for a rewrite. What there is no room for is left out: first code of other files, then the code
 * around the scope.
 *
 * @returns `undefined` where a second question, behind the answer that was rejected, has no room.
 * @throws UserError `promptTooLong` where there is no room for the scope and its answer, `inputInvalid` where the model is no
 * chat model.
 */
export async function askRewrite(
  engine: Engine,
  model: EngineModel,
  asked: RewriteRequest,
  rejected: RejectedAnswer | undefined,
  signal: AbortSignal,
): Promise<AskedRewrite | undefined> {
  const format = requireChat(model);
  const before = partsOf(asked.document, asked.scope);
  const { tested } = asked;
  const [codeTokens = 0, testedTokens = 0] = await engine.countTokens([before.scope, tested?.text ?? ''], signal);
  const isNew = isBlank(before.scope);
  const form = answerForm(model, codeTokens);
  const fence = answerFence(before, asked.input + (tested?.text ?? ''));
  const around = aroundScope(before);
  const beginning = answerBeginning(asked.refactoring, before, form, fence);
  const maxTokens = isNew ? mostNewTokens : form === 'edits' ? codeTokens + 512 : 2 * codeTokens + 512;
  const fullest: RefactorPromptInput = {
    format,
    form,
    task: fillIn(asked.refactoring.prompt, asked.input.trim()),
    path: asked.document.path,
    languageId: asked.document.languageId,
    code: before.scope,
    tested,
    above: cutPrefix(around.above, aboveTokens),
    below: cutSuffix(around.below, belowTokens),
    selected: selectedText(asked),
    problems: asked.problems.map((problem) => redactSecrets(problem, asked.document.path).text),
    context: asked.context,
    beginning,
    rejected: rejected && { ...rejected, answer: closed(rejected.answer, fence) },
  };
  const plainest = { ...fullest, context: [], below: '', above: '' };
  const plainer: readonly RefactorPromptInput[] = [
    fullest,
    { ...fullest, context: [] },
    { ...plainest, above: cutPrefix(around.above, aboveTokens / 4) },
    plainest,
  ];
  for (const input of plainer) {
    const prompt = refactorPrompt(input);
    const room = model.contextSizeTokens - (await countPrompt(engine, prompt, signal));
    const least = isNew && input !== plainest ? fairNewTokens : marginTokens;
    if (room >= codeTokens + least) {
      const request = generateRequest(prompt, beginning, Math.min(maxTokens, room), fence, asked.isRetry ?? false);
      return { request, beginning, before };
    }
  }
  if (rejected !== undefined) return undefined;
  const needs = isNew
    ? `${tested === undefined ? 'What was asked for' : `The code to test, with ${testedTokens} tokens,`} leaves no room for an answer in`
    : `The code to change has ${codeTokens} tokens, and its answer needs as many: with what is said around it that is more than`;
  const raise = mayRaiseContext(model) ? ', or raise leeward.model.contextSize' : '';
  throw new UserError('promptTooLong', `${needs} the ${model.contextSizeTokens} of the context. Select less${raise}.`);
}

/** Where there is nothing yet, nothing tells how long it becomes: an answer that goes round ends by itself. */
const mostNewTokens = 4_096;
/** What was asked for is worth more than what is around it. */
const fairNewTokens = 1_024;

/** Estimated. The code above a function has its imports and what it calls; that below is seldom needed. */
const aboveTokens = 512;
const belowTokens = 192;
/** An answer is a bit longer than what it answers. */
const marginTokens = 192;

/** A model with fewer bytes writes all of a piece better than it quotes pieces of it. */
const strongModelBytes = 6e9;
/** Shorter code is written anew as fast as edits of it. */
const leastTokensForEdits = 1_500;

function answerForm({ sizeBytes }: EngineModel, codeTokens: number): AnswerForm {
  return sizeBytes >= strongModelBytes && codeTokens >= leastTokensForEdits ? 'edits' : 'whole';
}

function selectedText({ document, scope, selection }: RewriteRequest): string {
  if (selection === undefined) return '';
  const start = Math.max(scope.start, selection.start);
  const end = Math.min(scope.end, selection.end);
  const isAll = document.text.slice(scope.start, scope.end).trim() === document.text.slice(start, end).trim();
  return start >= end || isAll ? '' : document.text.slice(start, end);
}

/** An answer that was stopped at its end, with that end: so the model sees it as it has to write the next. */
function closed(answer: string, fence: string): string {
  return answer.trimEnd().endsWith(fence) ? answer : `${answer.trimEnd()}\n${fence}`;
}

async function countPrompt(engine: Engine, { segments }: ChatPrompt, signal: AbortSignal): Promise<number> {
  const texts = segments.flatMap(({ kind, text }) => (kind === 'control' ? [] : [text]));
  const counts = await engine.countTokens(texts, signal);
  // A control token each, and one at the very beginning.
  return counts.reduce((sum, count) => sum + count, segments.length - texts.length + 1);
}

function generateRequest(
  prompt: ChatPrompt,
  beginning: string,
  maxTokens: number,
  fence: string,
  isRetry: boolean,
): GenerateRequest {
  return {
    ...prompt,
    stop: [...prompt.stop, `\n${fence}`],
    purpose: 'refactor',
    copiesPrompt: true,
    // A word of the beginning may go on: `clamp(` as `clamp(value`.
    healTokens: !beginning.endsWith('\n'),
    maxTokens,
    sampling: isRetry ? { temperature: 0.6, topK: 40, topP: 0.95 } : { temperature: 0, topK: 0, topP: 1 },
    logProbabilities: false,
  };
}
