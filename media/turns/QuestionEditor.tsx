import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { UserMessage } from '../../src/shared/conversation.ts';
import { GrowingTextarea } from '../kit/GrowingTextarea.tsx';
import { usePage } from '../kit/page.ts';

export interface QuestionEditorProps {
  readonly message: UserMessage;
  onClose(isSent: boolean): void;
}

/** A question in its own place: Enter asks it again beside the one before, Escape leaves it as it was. */
export function QuestionEditor({ message, onClose }: QuestionEditorProps): VNode {
  const { host, attempt, focusInput } = usePage();
  const [text, setText] = useState(message.text);
  const send = async (): Promise<void> => {
    if (text.trim() === '' || !(await attempt(host.edit(message.id, text)))) return;
    onClose(true);
    focusInput();
  };
  return (
    <div class="question-editor">
      <GrowingTextarea
        label="Edit question"
        text={text}
        isFocused
        onText={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            void send();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            onClose(false);
          }
        }}
      />
      <div class="button-row">
        <button type="button" class="button" onClick={() => void send()}>
          Ask again
        </button>
        <button type="button" class="button secondary" onClick={() => onClose(false)}>
          Cancel
        </button>
      </div>
    </div>
  );
}
