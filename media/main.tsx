import { render } from 'preact';
import { App } from './App.tsx';
import { connectHost, type VsCodeApi } from './connectHost.ts';
import { ChatStore } from './state/chatStore.ts';
import { ComposerModel } from './state/composerModel.ts';

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
// A hidden page has no frames; it is shown everything when it is seen again.
const store = new ChatStore((run) => requestAnimationFrame(run));
const composer = new ComposerModel(api);

/** Until the input is there, a wish to focus it waits. */
let focusInput = (): void => {
  isFocusWanted = true;
};
let isFocusWanted = false;

const host = connectHost(api, {
  show: (view) => {
    composer.switchTo(view.conversationId);
    store.show(view);
  },
  append: (id, delta) => store.append(id, delta),
  updateAnswer: (message) => store.updateAnswer(message),
  setMeter: (meter) => store.setMeter(meter),
  offerSelection: (mention) => store.offerSelection(mention),
  notify: (kind, text) => store.notify(kind, text),
  addMention: (mention) => {
    composer.addMention(mention);
    focusInput();
  },
  setInput: (text) => {
    composer.putInFront(text);
    focusInput();
  },
  focusInput: () => focusInput(),
});

const place = document.getElementById('chat');
if (place === null) throw new Error('The page has no element for the chat.');
render(
  <App
    host={host}
    store={store}
    composer={composer}
    onMounted={(focus) => {
      focusInput = focus;
      if (isFocusWanted) focus();
    }}
  />,
  place,
);
// Who chose the view, and nothing in it, means the input. Tab comes in at another place, which has the focus by then.
if (document.hasFocus()) focusInput();
else {
  const focusUnlessElsewhere = () => setTimeout(() => document.activeElement === document.body && focusInput());
  window.addEventListener('focus', focusUnlessElsewhere, { once: true });
}
host.ready().catch((error) => store.notify('error', String(error)));
