import type { VNode } from 'preact';
import type { Mention, MentionKind } from '../../src/shared/conversation.ts';
import { Icon } from './IconButton.tsx';
import { usePage } from './page.ts';

export interface ChipProps {
  readonly mention: Mention;
  readonly tokens?: number;
  readonly problem?: string | undefined;
  /** Where it may be taken away. */
  onRemove?(): void;
}

/** Something that goes, or went, with a question. It opens what it names. */
export function Chip({ mention, tokens, problem, onRemove }: ChipProps): VNode {
  const { host, attempt } = usePage();
  const says = problem ?? (tokens === undefined ? undefined : `${tokens.toLocaleString('en')} tokens`);
  return (
    <li class={`chip ${problem === undefined ? '' : 'has-problem'}`}>
      <button
        type="button"
        class="chip-label"
        title={says === undefined ? `Open ${mention.label}` : `${mention.label}: ${says}`}
        aria-label={`Open ${mention.label}${says === undefined ? '' : `, ${says}`}`}
        onClick={() => attempt(host.openMention(mention))}
        onKeyDown={(event) => {
          if (onRemove === undefined || (event.key !== 'Delete' && event.key !== 'Backspace')) return;
          event.preventDefault();
          onRemove();
        }}
      >
        <Icon name={problem === undefined ? mentionIcons[mention.kind] : 'warning'} />
        <span class="chip-text" dir="auto">
          {mention.label}
        </span>
      </button>
      {onRemove !== undefined && (
        <button
          type="button"
          class="chip-remove"
          aria-label={`Remove ${mention.label}`}
          title="Remove"
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

export const mentionIcons: Readonly<Record<MentionKind, string>> = {
  file: 'file',
  folder: 'folder',
  selection: 'selection',
  symbol: 'symbol-method',
  problems: 'warning',
  changes: 'diff',
  terminal: 'terminal',
  repo: 'repo',
};
