import type { VNode } from 'preact';
import type { ShownMessage } from '../../src/shared/chatProtocol.ts';
import type { AnswerMessage } from '../../src/shared/conversation.ts';
import { Icon, IconButton } from '../kit/IconButton.tsx';
import { memoised } from '../kit/memoised.tsx';
import { usePage } from '../kit/page.ts';
import { roughSize } from '../kit/roughSize.ts';
import { CopyButton } from '../markdown/CodeBlock.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { answerFigures } from './answerFigures.ts';
import { BranchSwitcher } from './BranchSwitcher.tsx';
import { DeleteButton } from './DeleteButton.tsx';

export interface AnswerProps {
  readonly message: AnswerMessage;
  readonly siblings: ShownMessage['siblings'];
  readonly isStreaming: boolean;
  /** An answer is being written, somewhere in the conversation. */
  readonly isAnswering: boolean;
  /** It is seen at once, without scrolling. */
  readonly isEndSeen: boolean;
}

export const Answer = memoised(({ message, siblings, isStreaming, isAnswering, isEndSeen }: AnswerProps): VNode => {
  const { host, attempt, announce } = usePage();
  const { id, text } = message;
  const regenerate = async (): Promise<void> => {
    if (await attempt(host.regenerate(id))) announce('Another answer is being written.');
  };
  return (
    <article
      class="turn answer"
      aria-label={`Answer of ${message.modelName}`}
      aria-busy={isStreaming}
      tabIndex={-1}
      style={roughSize(text, 50)}
    >
      <h2 class="hidden-text">Answer</h2>
      {text !== '' && <Markdown messageId={id} text={text} isStreaming={isStreaming} isEndSeen={isEndSeen} />}
      {isStreaming && (
        <div class="progress-line">
          <Icon name="loading codicon-modifier-spin" /> {text === '' ? 'Reading…' : 'Writing…'}
        </div>
      )}
      <Outcome message={message} isStreaming={isStreaming} />
      {!isStreaming && (
        <div class="turn-actions" role="toolbar" aria-label="Answer">
          <IconButton icon="refresh" label="Answer again" isDisabled={isAnswering} onClick={() => void regenerate()} />
          <CopyButton label="Copy answer" text={text} />
          <DeleteButton messageId={id} isDisabled={isAnswering} />
          <BranchSwitcher siblings={siblings} noun="answer" isDisabled={isAnswering} />
          <span class="figures">{answerFigures(message)}</span>
        </div>
      )}
    </article>
  );
});

/** Why an answer is not whole. */
function Outcome({ message, isStreaming }: { message: AnswerMessage; isStreaming: boolean }): VNode | null {
  const { status, problem } = message;
  if (status === 'complete' || isStreaming) return null;
  const [icon, words] = outcomes[status];
  return (
    <div class={`outcome ${status}`}>
      <Icon name={icon} />
      <span dir="auto">{problem ?? words}</span>
    </div>
  );
}

const outcomes: Readonly<Record<Exclude<AnswerMessage['status'], 'complete'>, readonly [icon: string, words: string]>> =
  {
    streaming: ['circle-slash', 'The window was closed before the answer was whole.'],
    stopped: ['debug-stop', 'You stopped this answer.'],
    cut: ['fold-down', 'The answer was cut off: there was no more room for it.'],
    failed: ['error', 'The answer failed.'],
    refused: ['shield', 'Moderation kept this answer back.'],
  };
