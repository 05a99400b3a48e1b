import { useEffect, useRef, useState } from 'preact/hooks';
import type { Suggestion } from '../../src/shared/chatProtocol.ts';
import { usePage } from '../kit/page.ts';
import { typedWord } from './typedWord.ts';

export interface Suggestions {
  readonly rows: readonly Suggestion[];
  readonly activeIndex: number;
}

export interface SuggestionControl {
  /** Absent: nothing is suggested. */
  readonly open: Suggestions | undefined;
  /** After the text or the cursor has changed. */
  ask(text: string, cursor: number): void;
  move(by: number): void;
  close(): void;
}

/** What the host suggests for the word at the cursor. An answer that comes too late is not shown. */
export function useSuggestions(): SuggestionControl {
  const { host, announce } = usePage();
  const [open, setOpen] = useState<Suggestions>();
  const question = useRef(0);
  useEffect(() => () => void question.current++, []);

  const close = (): void => {
    question.current++;
    setOpen(undefined);
  };
  const ask = (text: string, cursor: number): void => {
    const word = typedWord(text, cursor);
    if (word === undefined) {
      close();
      return;
    }
    const mine = ++question.current;
    const show = (rows: readonly Suggestion[]): void => {
      if (mine !== question.current) return;
      setOpen(rows.length === 0 ? undefined : { rows, activeIndex: 0 });
      if (rows.length > 0) announce(rows.length === 1 ? '1 suggestion' : `${rows.length} suggestions`);
    };
    // Typing goes on without suggestions where they fail.
    host.suggest(word.text).then(show, () => show([]));
  };
  const move = (by: number): void =>
    setOpen((now) => now && { ...now, activeIndex: (now.activeIndex + by + now.rows.length) % now.rows.length });
  return { open, ask, move, close };
}
