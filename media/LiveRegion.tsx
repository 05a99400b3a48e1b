import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatView } from '../src/shared/chatProtocol.ts';
import { nextSpeech } from './state/speech.ts';

export interface LiveRegionProps {
  readonly view: ChatView | undefined;
  /** The latest thing that is to be said; a new object each time. */
  readonly said: { readonly text: string } | undefined;
}

/** What a screen reader is told as it happens: whole sentences of the answer, and what actions came to. */
export function LiveRegion({ view, said }: LiveRegionProps): VNode {
  const [text, setText] = useState('');
  const reading = useRef<{ id: string; offset: number } | undefined>(undefined);
  useEffect(() => setText(said?.text ?? ''), [said]);

  const streamingId = view?.streamingId;
  const id = streamingId ?? reading.current?.id;
  const answer = view?.messages.find(({ message }) => message.id === id)?.message.text;
  useEffect(() => {
    if (id === undefined || answer === undefined) return;
    const isEnd = streamingId === undefined;
    // An answer that was there when the page came is not read out from its beginning.
    reading.current ??= { id, offset: answer.length };
    if (reading.current.id !== id) reading.current = { id, offset: 0 };
    const speech = nextSpeech(answer, reading.current.offset, isEnd);
    reading.current = isEnd ? undefined : { id, offset: speech.offset };
    const end = isEnd ? 'End of the answer.' : '';
    if (speech.text !== '' || isEnd) setText(`${speech.text} ${end}`.trim());
  }, [id, answer, streamingId]);

  return (
    <div class="hidden-text" aria-live="polite" role="status">
      {text}
    </div>
  );
}
