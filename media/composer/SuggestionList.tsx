import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Suggestion } from '../../src/shared/chatProtocol.ts';
import { Icon } from '../kit/IconButton.tsx';
import type { Suggestions } from './useSuggestions.ts';

export const suggestionListId = 'suggestions';

export function suggestionId(index: number): string {
  return `suggestion-${index}`;
}

export interface SuggestionListProps {
  readonly suggestions: Suggestions;
  onChoose(suggestion: Suggestion): void;
}

/** The focus stays in the input, whose keys move the active row. */
export function SuggestionList({ suggestions: { rows, activeIndex }, onChoose }: SuggestionListProps): VNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[activeIndex]?.scrollIntoView({ block: 'nearest' }), [activeIndex]);
  return (
    <div class="suggestions" role="listbox" id={suggestionListId} aria-label="Suggestions" ref={list}>
      {rows.map((row, index) => (
        <div
          key={index}
          class="suggestion"
          role="option"
          id={suggestionId(index)}
          aria-selected={index === activeIndex}
          tabIndex={-1}
          // The input would lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(row)}
          onKeyDown={(event) => event.key === 'Enter' && onChoose(row)}
        >
          <Icon name={row.icon} />
          <span dir="auto">
            {row.label}
            {row.detail !== undefined && <span class="suggestion-detail">{`\u2002${row.detail}`}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
