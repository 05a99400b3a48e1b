import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ShownMessage } from '../../src/shared/chatProtocol.ts';
import type { UserMessage } from '../../src/shared/conversation.ts';
import { Chip } from '../kit/Chip.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { memoised } from '../kit/memoised.tsx';
import { usePage } from '../kit/page.ts';
import { roughSize } from '../kit/roughSize.ts';
import { CopyButton } from '../markdown/CodeBlock.tsx';
import { cut } from '../markdown/markdownParser.ts';
import { BranchSwitcher } from './BranchSwitcher.tsx';
import { DeleteButton } from './DeleteButton.tsx';
import { QuestionEditor } from './QuestionEditor.tsx';

export interface QuestionProps {
  readonly message: UserMessage;
  readonly siblings: ShownMessage['siblings'];
  readonly isEdited: boolean;
  /** An answer is being written, somewhere in the conversation. */
  readonly isAnswering: boolean;
  onEdit(id: string | undefined): void;
}

export const Question = memoised(({ message, siblings, isEdited, isAnswering, onEdit }: QuestionProps): VNode => {
  const { host, attempt } = usePage();
  const editButton = useRef<HTMLButtonElement>(null);
  const { id, attachments } = message;
  // A slash command as it was written: what the model is asked in its place is among what was sent.
  const text = message.typed ?? message.text;
  return (
    <article class="turn question" aria-label="Your question" tabIndex={-1} style={roughSize(text, 50)}>
      <h2 class="hidden-text">Question</h2>
      {isEdited ? (
        <QuestionEditor
          message={message}
          onClose={(isSent) => {
            onEdit(undefined);
            if (!isSent) setTimeout(() => editButton.current?.focus());
          }}
        />
      ) : (
        <div class="question-text plain" dir="auto">
          {cut(text)}
        </div>
      )}
      {attachments.length > 0 && (
        <ul class="chips" aria-label="Context of this question">
          {attachments.map((attachment, at) => (
            <Chip key={at} mention={attachment.mention} tokens={attachment.tokens} problem={attachment.problem} />
          ))}
        </ul>
      )}
      {!isEdited && (
        <div class="turn-actions" role="toolbar" aria-label="Question">
          <IconButton
            icon="edit"
            label="Edit and ask again"
            isDisabled={isAnswering}
            buttonRef={editButton}
            onClick={() => onEdit(id)}
          />
          <CopyButton label="Copy question" text={text} />
          <DeleteButton messageId={id} isDisabled={isAnswering} />
          <BranchSwitcher siblings={siblings} noun="question" isDisabled={isAnswering} />
          <button
            type="button"
            class="text-button quiet"
            title="Opens exactly what the model was given with this question"
            onClick={() => attempt(host.showSent(id))}
          >
            What was sent
          </button>
        </div>
      )}
    </article>
  );
});
