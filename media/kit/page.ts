import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ChatHost } from '../../src/shared/chatProtocol.ts';
import type { ComposerModel } from '../state/composerModel.ts';

/** What every part of the page can do. */
export interface Page {
  readonly host: ChatHost;
  readonly composer: ComposerModel;
  /** Waits for what the host was asked to do, and shows why it was not done. True: it was. */
  attempt(call: Promise<unknown>): Promise<boolean>;
  /** Tells a screen reader, once it has nothing else to say. */
  announce(text: string): void;
  /** Puts the cursor into the input. */
  focusInput(): void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('There is no page around this component.');
  return page;
}
