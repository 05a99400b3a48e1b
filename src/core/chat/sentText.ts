import type { UserMessage } from '../../shared/conversation.ts';
import { mentionLabel } from './mentionKinds.ts';
import { plainMarkdown } from './plainMarkdown.ts';
import { type ChatPlan, messageTokens } from './planChat.ts';
import { fenceFor, questionText } from './questionParts.ts';

/**
 * What the model is given with a question, word for word, as markdown: tokens first, then each text in a fence. What the
 * chat format puts between the messages is left out.
 *
 * @param plan absent: no model is loaded, so what fits is not known.
 * @param promptTokens as the engine has counted them, where it was asked; what its answer says below itself.
 */
export function describeSent(
  question: UserMessage,
  system: string,
  plan: ChatPlan | undefined,
  promptTokens: number | undefined,
): string {
  const turns = plan?.turns ?? [];
  const earlier = turns.flatMap(({ question: asked, answer }) => [
    section('Earlier question', questionText(asked)),
    section('Earlier answer', answer.text),
  ]);
  const attachments = question.attachments.map(({ mention, tokens, problem }) => {
    const said = problem === undefined ? '' : `: ${problem}`;
    return `- ${plainMarkdown(mentionLabel(mention))} (#${mention.kind}), ${tokens} tokens${plainMarkdown(said)}`;
  });
  return [
    '# What the model was given',
    [
      `- This question, with what is attached: ${messageTokens(question)} tokens`,
      ...attachments.map((line) => `  ${line}`),
      ...(plan === undefined ? [] : figures(plan, promptTokens)),
    ].join('\n'),
    section('System text', system),
    ...earlier,
    section('This question', questionText(question)),
    '',
  ].join('\n\n');
}

function figures({ turns, budget, meter }: ChatPlan, promptTokens: number | undefined): readonly string[] {
  const all = promptTokens === undefined ? `about ${budget.usedTokens}` : `${promptTokens}`;
  return [
    `- All of the prompt: ${all} tokens of ${meter.contextTokens}, and ${budget.reservedTokens} kept free for the answer`,
    `- Earlier messages that are read again: ${2 * turns.length}; left out since they do not fit: ${meter.droppedMessages}`,
  ];
}

function section(title: string, text: string): string {
  const fence = fenceFor(text);
  return `## ${title}\n\n${fence}text\n${text}\n${fence}`;
}
