import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';

export interface DeleteButtonProps {
  readonly messageId: string;
  readonly isDisabled: boolean;
}

/** Asks once more, in its place: what follows from a message goes with it. */
export function DeleteButton({ messageId, isDisabled }: DeleteButtonProps): VNode {
  const { host, attempt, announce, focusInput } = usePage();
  const [isAsking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const trash = useRef<HTMLButtonElement>(null);
  const hasAsked = useRef(false);
  useEffect(() => {
    if (isAsking) keep.current?.focus();
    else if (hasAsked.current) trash.current?.focus();
    hasAsked.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <IconButton
        icon="trash"
        label="Delete"
        isDisabled={isDisabled}
        buttonRef={trash}
        onClick={() => setAsking(true)}
      />
    );
  }
  const remove = async (): Promise<void> => {
    if (!(await attempt(host.deleteMessage(messageId)))) return;
    announce('Deleted.');
    focusInput();
  };
  return (
    <fieldset
      class="confirmation"
      aria-label="Delete"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setAsking(false);
      }}
    >
      <span>Delete this and what follows?</span>
      <button type="button" class="text-button" onClick={() => void remove()}>
        Delete
      </button>
      <button type="button" class="text-button" ref={keep} onClick={() => setAsking(false)}>
        Keep
      </button>
    </fieldset>
  );
}
