import type { VNode } from 'preact';
import { Icon, IconButton } from './kit/IconButton.tsx';
import { usePage } from './kit/page.ts';
import type { Notice } from './state/chatStore.ts';

export interface NoticesProps {
  readonly notices: readonly Notice[];
  onDismiss(id: number): void;
}

export function Notices({ notices, onDismiss }: NoticesProps): VNode {
  const { focusInput } = usePage();
  return (
    <div class="notices">
      {notices.map(({ id, kind, text }) => (
        <div key={id} class={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <Icon name={kind} />
          <span dir="auto">{text}</span>
          <IconButton
            icon="close"
            label="Dismiss"
            onClick={() => {
              onDismiss(id);
              focusInput();
            }}
          />
        </div>
      ))}
    </div>
  );
}
