import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Mention, UserMessage } from '../../src/shared/conversation.ts';
import { MentionInput } from '../composer/MentionInput.tsx';
import { Chip } from '../kit/Chip.tsx';
import { usePage } from '../kit/page.ts';
import { mentionKey } from '../state/composerModel.ts';

export interface QuestionEditorProps {
  readonly message: UserMessage;
  onClose(isSent: boolean): void;
}

/** A question in its own place: Enter asks it again beside the one before, Escape leaves it as it was. */
export function QuestionEditor({ message, onClose }: QuestionEditorProps): VNode {
  const { host, attempt, announce, focusInput } = usePage();
  const editor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement | null>(null);
  const [text, setText] = useState(message.typed ?? message.text);
  const [added, setAdded] = useState<readonly Mention[]>([]);
  useLayoutEffect(() => editor.current?.scrollIntoView({ block: 'nearest' }), []);
  const add = (mention: Mention): void => {
    const known = [...message.attachments.map((attachment) => attachment.mention), ...added].map(mentionKey);
    if (!known.includes(mentionKey(mention))) setAdded([...added, mention]);
  };
  const remove = (mention: Mention): void => {
    setAdded(added.filter((other) => other !== mention));
    announce(`${mention.label} removed.`);
    input.current?.focus();
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '' || !(await attempt(host.edit(message.id, text, [...added])))) return;
    onClose(true);
    focusInput();
  };
  return (
    <div class="question-editor" ref={editor}>
      <MentionInput
        label="Edit question"
        text={text}
        inputRef={input}
        isFocused
        onText={setText}
        onMention={add}
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
      {added.length > 0 && (
        <ul class="chips" aria-label="Added to this question">
          {added.map((mention) => (
            <Chip key={mentionKey(mention)} mention={mention} onRemove={() => remove(mention)} />
          ))}
        </ul>
      )}
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
