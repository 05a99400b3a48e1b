import type { Ref, VNode } from 'preact';

export interface IconButtonProps {
  /** A codicon's name, without `codicon-`. */
  readonly icon: string;
  /** What it does: its name for screen readers, and its tooltip. */
  readonly label: string;
  /** Keys that do the same, for the tooltip. */
  readonly keys?: string;
  readonly class?: string;
  readonly isDisabled?: boolean;
  readonly isExpanded?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  onClick(): void;
}

export function IconButton(props: IconButtonProps): VNode {
  const { icon, label, keys, isDisabled = false, isExpanded, buttonRef, onClick } = props;
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      aria-label={label}
      aria-expanded={isExpanded}
      aria-disabled={isDisabled || undefined}
      title={keys === undefined ? label : `${label} (${keys})`}
      ref={buttonRef ?? null}
      onClick={() => !isDisabled && onClick()}
    >
      <Icon name={icon} />
    </button>
  );
}

export function Icon({ name }: { readonly name: string }): VNode {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}
