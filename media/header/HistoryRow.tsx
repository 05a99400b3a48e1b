import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary } from '../../src/shared/chatProtocol.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';

export interface HistoryRowProps {
  readonly row: ConversationSummary;
  readonly isCurrent: boolean;
  onOpen(): void;
  onChanged(): Promise<void>;
}

export function HistoryRow({ row, isCurrent, onOpen, onChanged }: HistoryRowProps): VNode {
  const { host, attempt, announce } = usePage();
  const [isRenaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const title = row.title || 'New conversation';
  const closeRename = (): void => {
    setRenaming(false);
    setTimeout(() => renameButton.current?.focus());
  };
  const rename = async (wanted: string): Promise<void> => {
    const isRenamed = wanted.trim() !== '' && (await attempt(host.renameConversation(row.id, wanted.trim())));
    if (isRenamed) announce('Renamed.');
    if (isRenamed) await onChanged();
    closeRename();
  };
  const remove = async (): Promise<void> => {
    if (await attempt(host.deleteConversation(row.id))) await onChanged();
  };
  return (
    <li class={`history-row ${isCurrent ? 'current' : ''}`}>
      {isRenaming ? (
        <RenameInput title={row.title} onRename={(wanted) => void rename(wanted)} onCancel={closeRename} />
      ) : (
        <button type="button" class="history-open" aria-current={isCurrent || undefined} onClick={onOpen}>
          <span class="history-title" dir="auto">
            {title}
          </span>
          <span class="quiet">
            {new Date(row.updatedAtMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
            {` · ${row.messages} ${row.messages === 1 ? 'message' : 'messages'}`}
          </span>
          {row.excerpt !== undefined && (
            <span class="excerpt" dir="auto">
              {row.excerpt}
            </span>
          )}
        </button>
      )}
      <span class="row-actions">
        <IconButton icon="edit" label={`Rename ${title}`} buttonRef={renameButton} onClick={() => setRenaming(true)} />
        <IconButton
          icon="export"
          label={`Export ${title} as markdown`}
          onClick={() => attempt(host.exportConversation(row.id))}
        />
        <IconButton icon="trash" label={`Delete ${title}`} onClick={() => void remove()} />
      </span>
    </li>
  );
}

interface RenameInputProps {
  readonly title: string;
  onRename(title: string): void;
  onCancel(): void;
}

function RenameInput({ title, onRename, onCancel }: RenameInputProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <input
      ref={input}
      aria-label="Title"
      dir="auto"
      maxLength={200}
      defaultValue={title}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onRename(event.currentTarget.value);
        else if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
      }}
    />
  );
}
