import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary } from '../../src/shared/chatProtocol.ts';
import { usePage } from '../kit/page.ts';
import { HistoryRow } from './HistoryRow.tsx';

export interface HistoryProps {
  readonly currentId: string;
  /** Changes when the list may have. */
  readonly version: unknown;
  onClose(): void;
}

/** The conversations of the workspace: searched as one types, opened, renamed, exported, deleted. */
export function History({ currentId, version, onClose }: HistoryProps): VNode {
  const { host, attempt, announce, focusInput } = usePage();
  const [query, setQuery] = useState('');
  const [rows, setRows] = useState<readonly ConversationSummary[]>();
  const question = useRef(0);
  const search = useRef<HTMLInputElement>(null);

  const list = (words: string): Promise<void> => {
    const mine = ++question.current;
    const listed = host.listConversations(words).then((found) => {
      if (mine !== question.current) return;
      setRows(found);
      if (words !== '') announce(found.length === 1 ? '1 conversation' : `${found.length} conversations`);
    });
    return attempt(listed).then(() => undefined);
  };
  useEffect(() => void list(query), [query, version]);
  useEffect(() => search.current?.focus(), []);

  const open = async (id: string): Promise<void> => {
    if (!(await attempt(host.openConversation(id)))) return;
    onClose();
    focusInput();
  };
  return (
    <section
      class="history"
      role="dialog"
      aria-label="Conversations"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        type="search"
        class="search"
        ref={search}
        aria-label="Search conversations"
        placeholder="Search conversations"
        dir="auto"
        maxLength={200}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      {rows?.length === 0 && (
        <p class="quiet">{query === '' ? 'No conversations yet.' : 'No conversation has these words.'}</p>
      )}
      <ul class="history-rows" aria-label="Conversations">
        {rows?.map((row) => (
          <HistoryRow
            key={row.id}
            row={row}
            isCurrent={row.id === currentId}
            onOpen={() => void open(row.id)}
            onChanged={async () => {
              await list(query);
              // Its row may be gone, and the focus with it.
              if (document.activeElement === document.body) search.current?.focus();
            }}
          />
        ))}
      </ul>
    </section>
  );
}
