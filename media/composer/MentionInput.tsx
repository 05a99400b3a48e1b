import type { RefObject, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Suggestion } from '../../src/shared/chatProtocol.ts';
import type { Mention } from '../../src/shared/conversation.ts';
import { GrowingTextarea, type GrowingTextareaProps } from '../kit/GrowingTextarea.tsx';
import { usePage } from '../kit/page.ts';
import { SuggestionList, suggestionId, suggestionListId } from './SuggestionList.tsx';
import { typedWord } from './typedWord.ts';
import { useSuggestions } from './useSuggestions.ts';

export interface MentionInputProps extends Omit<GrowingTextareaProps, 'textareaRef' | 'attributes'> {
  readonly inputRef?: RefObject<HTMLTextAreaElement | null>;
  /** One was chosen; its word is no longer in the text. */
  onMention(mention: Mention): void;
}

/** A question as it is written: for the `#` or `/` word at the cursor the host's suggestions are listed, and chosen by key. */
export function MentionInput({ inputRef, onText, onMention, onKeyDown, ...props }: MentionInputProps): VNode {
  const { announce } = usePage();
  const own = useRef<HTMLTextAreaElement | null>(null);
  const ref = inputRef ?? own;
  const { open, ask, move, close } = useSuggestions();

  const choose = ({ mention, insertText }: Suggestion): void => {
    const input = ref.current;
    // The text may have gone on since they were asked for.
    const word = input === null ? undefined : typedWord(input.value, input.selectionStart);
    if (input === null || word === undefined) return;
    const text = mention === undefined ? (insertText ?? '') : '';
    // At once, with the cursor: who types on types behind it.
    input.setRangeText(text, word.start, word.start + word.text.length, 'end');
    onText(input.value);
    close();
    if (mention !== undefined) {
      onMention(mention);
      announce(`${mention.label} added.`);
    }
    input.focus();
    if (text !== '') ask(input.value, input.selectionStart);
  };

  const onListKey = (event: KeyboardEvent): boolean => {
    if (open === undefined || event.isComposing) return false;
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
    const active = open.rows[open.activeIndex];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && active !== undefined) choose(active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return (
    <>
      <GrowingTextarea
        {...props}
        textareaRef={ref}
        attributes={{
          'aria-autocomplete': 'list',
          'aria-haspopup': 'listbox',
          ...(open !== undefined && {
            'aria-controls': suggestionListId,
            'aria-activedescendant': suggestionId(open.activeIndex),
          }),
          onBlur: close,
          // What was put there, as by an example, may end with such a word.
          onFocus: ({ currentTarget }) => ask(currentTarget.value, currentTarget.selectionStart),
          onClick: ({ currentTarget }) => ask(currentTarget.value, currentTarget.selectionStart),
        }}
        onText={(text) => {
          onText(text);
          ask(text, ref.current?.selectionStart ?? text.length);
        }}
        onKeyDown={(event) => {
          if (!onListKey(event)) onKeyDown(event);
        }}
      />
      {open !== undefined && <SuggestionList suggestions={open} onChoose={choose} />}
    </>
  );
}
