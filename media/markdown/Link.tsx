import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { usePage } from '../kit/page.ts';

export interface LinkProps {
  /** What the host is asked to open. */
  readonly address: string;
  readonly children?: ComponentChildren;
}

/** A link that the host opens after its own check. It is no anchor: without an address the page can go nowhere. */
export function Link({ address, children }: LinkProps): ComponentChild {
  const { host, attempt } = usePage();
  const open = (): void => void attempt(host.openLink(address));
  const attributes = {
    class: 'link',
    role: 'link',
    tabIndex: 0,
    title: address,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => event.key === 'Enter' && open(),
  };
  return h('span', attributes, children);
}
