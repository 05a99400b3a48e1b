/**
 * Answers one question with the local model: what the chat does, without the editor. The answer appears as it is written.
 *
 * --system says what the model should be, --guardrails asks it for care, --moderate has it judge the question before it
 * answers, and its answer, which appears once it is judged. A question that is not acceptable is not answered, and an answer
 * that is not is withheld. Neither is an error: the exit code is 0 all the same, and --json prints the verdicts without the
 * answer. Otherwise the code is 1, and 130 after Ctrl+C.
 *
 * Usage: npm run ask -- "QUESTION" [--system TEXT] [--guardrails] [--moderate] [--model FILE.gguf] [--json]
 */
import { parseArgs } from 'node:util';
import { withGuardrails } from '../src/core/chat/guardrails.ts';
import { type ModerationRole, moderate, type Verdict } from '../src/core/chat/moderation.ts';
import { chatPrompt } from '../src/core/prompt/chatPrompt.ts';
import { requireChat } from '../src/core/prompt/chooseChat.ts';
import type { EngineClient } from '../src/host/engine/engineClient.ts';
import type { EngineModel, FinishReason, GenerateResult } from '../src/shared/engine.ts';
import { UserError } from '../src/shared/errors.ts';
import { openShellEngine, runCommand } from './shellEngine.ts';

const usage =
  'Usage: npm run ask -- "QUESTION" [--system TEXT] [--guardrails] [--moderate] [--model FILE.gguf] [--json]';
const maxAnswerTokens = 512;

await runCommand(main);

async function main(): Promise<void> {
  const { values, positionals } = parseArguments();
  if (values.help) return console.log(usage);
  const question = readQuestion(positionals);
  const system = values.guardrails ? withGuardrails(values.system) : values.system;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { signal } = interrupted;
  const engine = await openShellEngine(values.model, signal);
  try {
    const model = await engine.model(signal);
    const judge = async (text: string, role: ModerationRole) =>
      values.moderate ? await moderate(engine, model, text, role, signal) : undefined;
    const say = (text: string) => {
      if (!values.json) process.stdout.write(text);
    };
    const print = (result: Printed) => {
      if (values.json) console.log(JSON.stringify(result));
    };

    const promptVerdict = await judge(question, 'prompt');
    say(describeVerdict('question', promptVerdict));
    if (promptVerdict !== undefined && promptVerdict.category !== 'acceptable') {
      print({ verdicts: { prompt: promptVerdict } });
      return say('-- not answered\n');
    }
    // What is judged is shown afterwards.
    const onText = values.moderate ? () => {} : say;
    const { text, finish, counts } = await answer(engine, model, { question, system }, onText, signal);
    const answerVerdict = await judge(text, 'answer');
    const isWithheld = answerVerdict !== undefined && answerVerdict.category !== 'acceptable';
    if (isWithheld) say('-- withheld');
    else if (values.moderate) say(text);
    say(`\n${describeVerdict('answer', answerVerdict)}`);
    say(`-- ${describeCounts(counts)}${describeFinish(finish)}\n`);
    const isJudged = promptVerdict !== undefined && answerVerdict !== undefined;
    const verdicts = isJudged ? { verdicts: { prompt: promptVerdict, answer: answerVerdict } } : {};
    print({ ...(isWithheld ? {} : { answer: text }), finish, ...verdicts, counts });
  } finally {
    engine.dispose();
  }
}

/** What --json prints: of a question that is not answered the verdict alone, of a withheld answer no text. */
interface Printed extends Partial<Pick<GenerateResult, 'finish' | 'counts'>> {
  readonly answer?: string;
  /** With --moderate. */
  readonly verdicts?: { readonly prompt: Verdict; readonly answer?: Verdict };
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        system: { type: 'string', default: '' },
        guardrails: { type: 'boolean', default: false },
        moderate: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        model: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UserError('inputInvalid', `${(error as Error).message}\n${usage}`);
  }
}

function readQuestion([question, ...more]: readonly string[]): string {
  if (question === undefined) throw new UserError('inputInvalid', usage);
  if (more.length === 0) {
    if (question.trim() !== '') return question;
    throw new UserError('inputInvalid', 'The message is empty. Write what you want to know.');
  }
  throw new UserError('inputInvalid', `One question at a time: put it into quotation marks.\n${usage}`);
}

async function answer(
  engine: EngineClient,
  model: EngineModel,
  { question, system }: { readonly question: string; readonly system: string },
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<GenerateResult> {
  const prompt = chatPrompt({
    format: requireChat(model),
    system,
    messages: [{ role: 'user', content: question }],
  });
  let hasBegun = false;
  const onDelta = (delta: string) => {
    // Many formats have a space before the answer.
    const shown = hasBegun ? delta : delta.trimStart();
    hasBegun ||= shown !== '';
    onText(shown);
    return 'continue' as const;
  };
  const request = {
    ...prompt,
    purpose: 'chat',
    healTokens: false,
    maxTokens: maxAnswerTokens,
    // A little chance keeps small models from going round in circles; the seed gives the same answer each time.
    sampling: { temperature: 0.3, topK: 40, topP: 0.95, seed: 1 },
    logProbabilities: false,
  } as const;
  const result = await engine.generate(request, onDelta, signal);
  return { ...result, text: result.text.trim() };
}

function describeVerdict(what: string, verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  const { category, probabilities } = verdict;
  return `-- ${what}: ${category} (${Math.round(100 * probabilities[category])} %)\n`;
}

function describeFinish(finish: FinishReason): string {
  if (finish === 'maxTokens') return `, cut after ${maxAnswerTokens} tokens`;
  if (finish === 'contextFull') return ', cut where the context is full';
  return finish === 'stopString' ? ', ended at a marker of the chat format, written out' : '';
}

function describeCounts({
  promptTokens,
  reusedTokens,
  timeToFirstTokenMs,
  decodeTokens,
  decodeMs,
}: GenerateResult['counts']): string {
  const speed = decodeMs > 0 ? `, ${Math.round((1000 * decodeTokens) / decodeMs)} tokens/s` : '';
  return `prompt ${promptTokens} tokens, ${reusedTokens} in the cache, first token after ${Math.round(timeToFirstTokenMs)} ms, answer ${decodeTokens} tokens${speed}`;
}
