import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView } from '../../src/shared/chatProtocol.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';
import { scrollable } from '../kit/scrollable.ts';
import { Answer } from './Answer.tsx';
import { Question } from './Question.tsx';
import { StickyScroll } from './StickyScroll.ts';

export interface TurnsProps {
  readonly view: ChatView;
  /** The question that is being edited in its place. */
  readonly editedId: string | undefined;
  onEdit(id: string | undefined): void;
}

/** Messages at the end that are drawn at once: what is above is drawn when it is scrolled to. */
const seenMessages = 4;

/** The conversation, as far as it is shown; it follows a growing answer while the reader is at its end. */
export function Turns({ view, editedId, onEdit }: TurnsProps): VNode {
  const { composer } = usePage();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticky = useRef<StickyScroll | undefined>(undefined);
  const edited = useRef<string | undefined>(undefined);
  edited.current = editedId;
  const [isAtEnd, setAtEnd] = useState(true);

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return;
    const made = new StickyScroll(scroller.current, content.current, {
      isHeld: () => edited.current !== undefined,
      tell: (top, atEnd) => {
        composer.saveScroll(top, atEnd);
        setAtEnd(atEnd);
      },
    });
    sticky.current = made;
    return () => made.dispose();
  }, [composer]);

  // Another conversation: where its reader was, or its end.
  useLayoutEffect(() => {
    const scroll = composer.scroll;
    if (scroll === undefined || scroll.isAtEnd) sticky.current?.toEnd();
    else sticky.current?.to(scroll.top);
  }, [view.conversationId, composer]);

  // A new question is shown with its answer, wherever the reader was; another version of a turn, where the reader chose it.
  const count = view.messages.length;
  const isAnswering = view.streamingId !== undefined;
  const shown = {
    conversationId: view.conversationId,
    count,
    ids: view.messages.map(({ message }) => message.id).join(),
  };
  const last = useRef(shown);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = shown;
    if (before.conversationId !== shown.conversationId || before.ids === shown.ids) return;
    if (!isAnswering) sticky.current?.stay();
    else if (count > before.count) sticky.current?.toEnd();
  }, [shown.ids, isAnswering]);

  return (
    <div class="turns-frame">
      <div class="turns" ref={scroller} {...scrollable('Conversation')}>
        <div class="turns-content" ref={content}>
          {view.messages.map(({ message, siblings }, at) =>
            message.role === 'user' ? (
              <Question
                key={message.id}
                message={message}
                siblings={siblings}
                isEdited={editedId === message.id}
                isAnswering={isAnswering}
                onEdit={onEdit}
              />
            ) : (
              <Answer
                key={message.id}
                message={message}
                siblings={siblings}
                isStreaming={view.streamingId === message.id}
                isAnswering={isAnswering}
                isEndSeen={at >= count - seenMessages}
              />
            ),
          )}
        </div>
      </div>
      {!isAtEnd && (
        <IconButton
          icon="arrow-down"
          label="Go to the end"
          class="to-end"
          onClick={() => {
            sticky.current?.toEnd();
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}
