import type { VNode } from 'preact';
import type { ChatView } from '../src/shared/chatProtocol.ts';
import type { MentionKind } from '../src/shared/conversation.ts';
import { Icon } from './kit/IconButton.tsx';
import { usePage } from './kit/page.ts';

interface Example {
  readonly icon: string;
  readonly words: string;
  readonly text: string;
  /** Of what is mentioned with it. */
  readonly kind?: MentionKind;
}

/** What one can do, to be clicked. */
const examples: readonly Example[] = [
  { icon: 'comment-discussion', words: 'Explain the selected code', text: '/explain ', kind: 'selection' },
  { icon: 'beaker', words: 'Write tests for a file', text: '/tests #file ' },
  { icon: 'wrench', words: 'Fix the problems found', text: '/fix ', kind: 'problems' },
  { icon: 'search', words: 'Ask about the repository', text: 'Where is ', kind: 'repo' },
  { icon: 'git-commit', words: 'Write a commit message', text: '/commit ', kind: 'changes' },
];

export function EmptyState({ view: { model, offeredSelection } }: { readonly view: ChatView }): VNode {
  const { host, composer, attempt, focusInput } = usePage();
  return (
    <div class="empty">
      <h2>Ask about your code</h2>
      <p>The model runs on this machine. Nothing leaves it.</p>
      {model.notice !== undefined && (
        <div class="model-notice">
          <Icon name="info" />
          <span dir="auto">{model.notice}</span>
        </div>
      )}
      {!model.canChat && (
        <button type="button" class="button" onClick={() => attempt(host.pickModel())}>
          Choose a model
        </button>
      )}
      <ul class="examples" aria-label="Examples">
        {examples.map(({ icon, words, text, kind }) => (
          <li key={words}>
            <button
              type="button"
              onClick={() => {
                // One that was clicked before, and no word behind it: this one instead.
                if (examples.some((one) => one.text === composer.state.text)) composer.setText(text);
                else composer.putInFront(text);
                if (kind === 'selection' && offeredSelection !== undefined) composer.addMention(offeredSelection);
                else if (kind !== undefined) composer.addMention({ kind, label: `#${kind}` });
                focusInput();
              }}
            >
              <Icon name={icon} />
              <span>
                {words} <code dir="ltr">{`${text.trim()} ${kind === undefined ? '' : `#${kind}`}`}</code>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="quiet">
        <kbd>#</kbd> adds context, <kbd>/</kbd> gives a command, <kbd>Shift+Enter</kbd> begins a line, <kbd>Alt+↑</kbd>{' '}
        goes to the turns above.
      </p>
    </div>
  );
}
