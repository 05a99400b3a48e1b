import { fenceFor } from '../chat/questionParts.ts';
import type { Snippet } from '../context/snippet.ts';
import type { ChatFormat } from './chatFormat.ts';
import { type ChatMessage, type ChatPrompt, chatPrompt, type MessagePart } from './chatPrompt.ts';
import { textSegments } from './segments.ts';

/** How the model is asked to write its answer: all of the code as it is then, or what changes in it. */
export type AnswerForm = 'whole' | 'edits';

export interface RefactorPromptInput {
  readonly format: ChatFormat;
  readonly form: AnswerForm;
  /** What is to be done, in words. */
  readonly task: string;
  /** Relative to its workspace folder. */
  readonly path: string;
  readonly languageId: string;
  /** What may change. Blank: something new is to be written there. */
  readonly code: string;
  /** What tests are to be written for. */
  readonly tested?: Pick<Snippet, 'path' | 'languageId' | 'text'> | undefined;
  /** Of the same file, for reading only. */
  readonly above: string;
  readonly below: string;
  /** A part of the code. */
  readonly selected: string;
  readonly problems: readonly string[];
  readonly context: readonly Snippet[];
  /** How the answer begins: it is the end of the prompt. */
  readonly beginning: string;
  /** What was answered before, and why that would not do. */
  readonly rejected?: { readonly answer: string; readonly complaint: string } | undefined;
}

/**
 * Asks for a refactoring, and begins the answer. What changes rarely stands first: other refactorings of the same code find
 * everything up to their own words evaluated.
 */
export function refactorPrompt(input: RefactorPromptInput): ChatPrompt {
  const { format, task, rejected, beginning } = input;
  const formSentence = formSentenceOf(input);
  const question: ChatMessage = {
    role: 'user',
    content: [...codeParts(input), text(`${task.trim()}\n\n${formSentence}`)],
  };
  const again: readonly ChatMessage[] =
    rejected === undefined
      ? []
      : [
          { role: 'assistant', content: rejected.answer },
          { role: 'user', content: `That can't be used. ${rejected.complaint} ${formSentence}` },
        ];
  const prompt = chatPrompt({ format, system, messages: [question, ...again] });
  return {
    ...prompt,
    segments: [...prompt.segments, ...textSegments(format.assistant.lead + beginning)],
    // All but the last words of the user.
    stableSegments: prompt.segments.findLastIndex(({ kind }) => kind === 'text'),
  };
}

const system =
  'You change code as you are asked. Keep the indentation, the style, the names and everything else that you are not asked to change. Answer with one fenced code block and nothing else.';

function formSentenceOf({ form, code, above, below, path }: RefactorPromptInput): string {
  if (code.trim() !== '') return formSentences[form];
  return above.trim() + below.trim() === ''
    ? `Write what goes into ${oneLine(path)}: all of it, in one fenced block. Leave nothing out.`
    : `Write what is to be added to ${oneLine(path)}: only what is new, in one fenced block. Leave nothing of that out.`;
}

const formSentences: Readonly<Record<AnswerForm, string>> = {
  whole:
    'Give all of the code to change as it is then, from its first line to its last, in one fenced block. Leave nothing out.',
  edits:
    'Give what changes, in one fenced block: for each place some lines as they are, between <<<<<<< SEARCH and =======, and what they become, up to >>>>>>> REPLACE.',
};

/** What stands in front of the task. File names are text too: none can spell a marker. */
function codeParts(input: RefactorPromptInput): readonly MessagePart[] {
  const { path, languageId, code, tested, above, below, selected, problems, context, beginning } = input;
  const name = oneLine(path);
  // Models end a fence as those that they have seen.
  const answerFence = /^`*/.exec(beginning)?.[0] ?? '';
  const quote = (title: string, body: string, info = languageId): readonly MessagePart[] => {
    if (body.trim() === '') return [];
    const own = fenceFor(body);
    const fence = own.length < answerFence.length ? answerFence : own;
    return [text(`${title}:\n${fence}${info}\n${body.endsWith('\n') ? body : `${body}\n`}${fence}\n\n`)];
  };
  return [
    ...context.flatMap((snippet) =>
      quote(`Of ${oneLine(snippet.path)}, for reading only`, snippet.text, snippet.languageId),
    ),
    ...quote(`Above the code in ${name}, for reading only`, above),
    ...quote(`Below the code in ${name}, for reading only`, below),
    ...quote(`The code to change, of ${name}`, code),
    ...(tested === undefined
      ? []
      : quote(`The code to test, of ${oneLine(tested.path)}`, tested.text, tested.languageId)),
    ...quote('Selected in it', selected),
    ...(problems.length === 0
      ? []
      : [text(`The editor reports:\n${problems.map((problem) => `- ${oneLine(problem)}\n`).join('')}\n`)]),
  ];
}

function text(content: string): MessagePart {
  return { kind: 'text', text: content };
}

function oneLine(content: string): string {
  return content.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll('`', "'");
}
