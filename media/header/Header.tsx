import type { Ref, VNode } from 'preact';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';

export interface HeaderProps {
  readonly title: string;
  readonly isHistoryOpen: boolean;
  readonly historyButton: Ref<HTMLButtonElement>;
  onToggleHistory(): void;
}

export function Header({ title, isHistoryOpen, historyButton, onToggleHistory }: HeaderProps): VNode {
  const { host, attempt, announce, focusInput } = usePage();
  const startNew = async (): Promise<void> => {
    if (!(await attempt(host.newConversation()))) return;
    announce('New conversation.');
    focusInput();
  };
  return (
    <header class="header">
      <h1 title={title} dir="auto">
        {title || 'New conversation'}
      </h1>
      <IconButton icon="add" label="New conversation" onClick={() => void startNew()} />
      <IconButton
        icon="history"
        label="Conversations"
        isExpanded={isHistoryOpen}
        buttonRef={historyButton}
        onClick={onToggleHistory}
      />
    </header>
  );
}
