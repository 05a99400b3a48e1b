import type { RefObject, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ChatView } from '../../src/shared/chatProtocol.ts';
import { Chip, mentionIcons } from '../kit/Chip.tsx';
import { Icon, IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';
import { useStore } from '../kit/useStore.ts';
import { mentionKey } from '../state/composerModel.ts';
import { ComposerBar } from './ComposerBar.tsx';
import { droppedUris } from './droppedUris.ts';
import { MentionInput } from './MentionInput.tsx';

export interface ComposerProps {
  readonly view: ChatView;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  /** Up in an empty input. */
  onEditLast(): void;
}

/** Where the next question is written. */
export function Composer({ view, inputRef, onEditLast }: ComposerProps): VNode {
  const { host, composer, attempt, announce, focusInput } = usePage();
  const draft = useStore(composer);
  const isSending = useRef(false);
  const [isDropTarget, setDropTarget] = useState(false);
  const isAnswering = view.streamingId !== undefined;
  const offered = view.offeredSelection;
  const isOffered = offered !== undefined && !draft.mentions.some((one) => mentionKey(one) === mentionKey(offered));

  const send = async (): Promise<void> => {
    if (isAnswering) return announce('An answer is being written. Escape stops it.');
    if (isSending.current || draft.text.trim() === '' || !view.model.canChat) return;
    isSending.current = true;
    const isSent = await attempt(host.send(draft.text, [...draft.mentions]));
    isSending.current = false;
    if (isSent) composer.clear(draft);
  };

  const stop = async (): Promise<void> => {
    if (isAnswering && (await attempt(host.stop()))) focusInput();
  };

  const removeChip = (index: number): void => {
    const mention = draft.mentions[index];
    if (mention === undefined) return;
    composer.removeMention(mention);
    announce(`${mention.label} removed.`);
    const next = Math.min(index, draft.mentions.length - 2);
    setTimeout(() => {
      const labels = document.querySelectorAll<HTMLElement>('.composer .chips .chip:not(.ghost) .chip-label');
      (labels[next] ?? inputRef.current)?.focus();
    });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const isEmpty = draft.text === '';
    if (event.key === 'Enter' && isPlain) void send();
    else if (event.key === 'ArrowUp' && isPlain && isEmpty && !isAnswering) onEditLast();
    else if (event.key === 'Backspace' && isEmpty && draft.mentions.length > 0) {
      const last = draft.mentions.at(-1);
      if (last === undefined) return;
      composer.removeMention(last);
      announce(`${last.label} removed.`);
    } else return;
    event.preventDefault();
  };

  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    setDropTarget(false);
    const uris = droppedUris((type) => event.dataTransfer?.getData(type) ?? '');
    if (uris.length === 0) return;
    const add = async (): Promise<void> => {
      for (const mention of await host.mentionDropped([...uris])) composer.addMention(mention);
    };
    if (await attempt(add())) focusInput();
  };

  return (
    <form
      class={`composer ${isDropTarget ? 'drop-target' : ''}`}
      aria-label="Ask"
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => {
        event.preventDefault();
        setDropTarget(true);
      }}
      onDragLeave={() => setDropTarget(false)}
      onDrop={(event) => void drop(event)}
    >
      {(draft.mentions.length > 0 || isOffered) && (
        <ul class="chips" aria-label="Context of the question">
          {draft.mentions.map((mention, index) => (
            <Chip key={mentionKey(mention)} mention={mention} onRemove={() => removeChip(index)} />
          ))}
          {isOffered && (
            <li class="chip ghost">
              <button
                type="button"
                class="chip-label"
                aria-label={`Add the selection ${offered.label}`}
                title="Your selection. It is sent only if you add it."
                onClick={() => {
                  composer.addMention(offered);
                  announce(`${offered.label} added.`);
                  focusInput();
                }}
              >
                <Icon name="add" />
                <Icon name={mentionIcons[offered.kind]} />
                <span class="chip-text" dir="auto">
                  {offered.label}
                </span>
              </button>
            </li>
          )}
        </ul>
      )}
      <div class="input-row">
        <MentionInput
          label="Question"
          text={draft.text}
          placeholder="Ask, # for context, / for commands"
          inputRef={inputRef}
          onText={(text) => composer.setText(text)}
          onMention={(mention) => composer.addMention(mention)}
          onKeyDown={onKeyDown}
        />
        {isAnswering ? (
          <IconButton icon="debug-stop" label="Stop" keys="Escape" class="send" onClick={() => void stop()} />
        ) : (
          <IconButton
            icon="send"
            label="Send"
            keys="Enter"
            class="send mirrored"
            isDisabled={draft.text.trim() === '' || !view.model.canChat}
            onClick={() => void send()}
          />
        )}
      </div>
      <ComposerBar model={view.model} meter={view.meter} guardrails={view.guardrails} />
      {isDropTarget && <div class="drop-hint">Drop to add to the question (hold Shift)</div>}
    </form>
  );
}
