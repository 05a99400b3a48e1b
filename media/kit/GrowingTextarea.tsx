import type { Ref, TextareaHTMLAttributes, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface GrowingTextareaProps {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string;
  /** It takes the focus as it appears. */
  readonly isFocused?: boolean;
  readonly textareaRef?: Ref<HTMLTextAreaElement>;
  /** More attributes, for completion. */
  readonly attributes?: TextareaHTMLAttributes;
  onText(text: string): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** As high as its text, between the limits of the style sheet. */
export function GrowingTextarea(props: GrowingTextareaProps): VNode {
  const { label, text, placeholder, isFocused = false, textareaRef, attributes, onText, onKeyDown } = props;
  const own = useRef<HTMLTextAreaElement | null>(null);
  useLayoutEffect(() => {
    const element = own.current;
    if (element === null || !isFocused) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [isFocused]);
  return (
    <textarea
      {...attributes}
      ref={(element) => {
        own.current = element;
        if (typeof textareaRef === 'function') textareaRef(element);
        else if (textareaRef) textareaRef.current = element;
      }}
      rows={1}
      dir="auto"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onInput={(event) => onText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
