import type { VNode } from 'preact';
import type { ShownMessage } from '../../src/shared/chatProtocol.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { usePage } from '../kit/page.ts';

export interface BranchSwitcherProps {
  readonly siblings: ShownMessage['siblings'];
  /** What there are several of: `question`, `answer`. */
  readonly noun: string;
  readonly isDisabled: boolean;
}

/** Goes to another question or answer in the same place; nothing where there is only one. */
export function BranchSwitcher({ siblings: { index, ids }, noun, isDisabled }: BranchSwitcherProps): VNode | null {
  const { host, attempt, announce } = usePage();
  if (ids.length < 2) return null;
  const go = async (to: number): Promise<void> => {
    const id = ids[to];
    if (id !== undefined && (await attempt(host.selectBranch(id)))) announce(`${noun} ${to + 1} of ${ids.length}`);
  };
  return (
    <fieldset class="branches" aria-label={`Versions of this ${noun}`}>
      <IconButton
        icon="chevron-left"
        label={`Previous ${noun}`}
        class="mirrored"
        isDisabled={isDisabled || index === 0}
        onClick={() => void go(index - 1)}
      />
      <span>
        {index + 1}/{ids.length}
      </span>
      <IconButton
        icon="chevron-right"
        label={`Next ${noun}`}
        class="mirrored"
        isDisabled={isDisabled || index === ids.length - 1}
        onClick={() => void go(index + 1)}
      />
    </fieldset>
  );
}
