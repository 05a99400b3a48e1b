import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChatHost } from '../src/shared/chatProtocol.ts';
import { Composer } from './composer/Composer.tsx';
import { EmptyState } from './EmptyState.tsx';
import { Header } from './header/Header.tsx';
import { History } from './header/History.tsx';
import { Icon } from './kit/IconButton.tsx';
import { type Page, PageContext } from './kit/page.ts';
import { useStore } from './kit/useStore.ts';
import { LiveRegion } from './LiveRegion.tsx';
import { Notices } from './Notices.tsx';
import type { ChatStore } from './state/chatStore.ts';
import type { ComposerModel } from './state/composerModel.ts';
import { moveBetweenTurns } from './turns/moveBetweenTurns.ts';
import { Turns } from './turns/Turns.tsx';

export interface AppProps {
  readonly host: ChatHost;
  readonly store: ChatStore;
  readonly composer: ComposerModel;
  /** Is given what focuses the input. */
  onMounted(focusInput: () => void): void;
}

export function App({ host, store, composer, onMounted }: AppProps): VNode {
  const { view, notices } = useStore(store);
  const [said, setSaid] = useState<{ readonly text: string }>();
  const [editedId, setEditedId] = useState<string>();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const input = useRef<HTMLTextAreaElement | null>(null);
  const historyButton = useRef<HTMLButtonElement>(null);

  const page = useMemo<Page>(() => {
    const attempt: Page['attempt'] = async (call) => {
      try {
        await call;
        return true;
      } catch (error) {
        store.notify('error', messageOf(error));
        return false;
      }
    };
    const focusInput = (): void => void setTimeout(() => input.current?.focus());
    return { host, composer, attempt, focusInput, announce: (text) => setSaid({ text }) };
  }, [host, store, composer]);

  useEffect(() => onMounted(page.focusInput), [onMounted, page]);
  // The editor goes with its question: another conversation or branch is shown, or a message above was deleted.
  const isEditedShown = view?.messages.some(({ message }) => message.id === editedId) === true;
  useLayoutEffect(() => {
    if (!isEditedShown) setEditedId(undefined);
  }, [isEditedShown]);

  const closeHistory = (): void => {
    setHistoryOpen(false);
    historyButton.current?.focus();
  };
  const stop = async (): Promise<void> => {
    if (view?.streamingId !== undefined && (await page.attempt(host.stop()))) page.focusInput();
  };
  const lastQuestion = view?.messages.findLast(({ message }) => message.role === 'user')?.message.id;
  // What is only good to know of a model is said where a conversation begins.
  const notice = view?.messages.length === 0 || view?.model.canChat === true ? undefined : view?.model.notice;

  return (
    <PageContext.Provider value={page}>
      <main
        class="page"
        aria-label="Leeward chat"
        onKeyDown={(event) => {
          if (event.key === 'Escape') void stop();
          else moveBetweenTurns(event);
        }}
      >
        {view === undefined ? (
          <p class="quiet starting" role="status">
            Starting…
          </p>
        ) : (
          <>
            <Header
              title={view.title}
              isHistoryOpen={isHistoryOpen}
              historyButton={historyButton}
              onToggleHistory={() => (isHistoryOpen ? closeHistory() : setHistoryOpen(true))}
            />
            {isHistoryOpen && (
              <History
                currentId={view.conversationId}
                version={`${view.conversationId} ${view.title}`}
                onClose={closeHistory}
              />
            )}
            {view.messages.length === 0 ? (
              <EmptyState view={view} />
            ) : (
              <Turns view={view} editedId={editedId} onEdit={setEditedId} />
            )}
            <Notices notices={notices} onDismiss={(id) => store.dismiss(id)} />
            {notice !== undefined && (
              <div class="model-notice">
                <Icon name="info" />
                <span dir="auto">{notice}</span>
              </div>
            )}
            <Composer view={view} inputRef={input} onEditLast={() => setEditedId(lastQuestion)} />
          </>
        )}
        <LiveRegion view={view} said={said} />
      </main>
    </PageContext.Provider>
  );
}

/** What comes over a channel of messages may have lost its class. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' && message !== '' ? message : 'That did not work.';
}
