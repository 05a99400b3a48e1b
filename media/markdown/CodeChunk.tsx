import { useLayoutEffect, useRef } from 'preact/hooks';
import { memoised } from '../kit/memoised.tsx';
import { useNearViewport } from '../kit/useNearViewport.ts';
import { colouredLine } from './colouredLine.ts';
import { highlightLines } from './highlightCode.ts';

export interface CodeChunkProps {
  readonly code: string;
  readonly language: string;
  readonly isNearAtFirst: boolean;
}

/** Plain until it comes near, then coloured. While it grows, only lines that have changed are drawn again. */
export const CodeChunk = memoised(({ code, language, isNearAtFirst }: CodeChunkProps) => {
  const ref = useRef<HTMLElement>(null);
  const drawn = useRef<readonly string[]>([]);
  const isNear = useNearViewport(ref, isNearAtFirst);
  useLayoutEffect(() => {
    const lines = isNear ? highlightLines(code, language) : undefined;
    if (ref.current === null) return;
    if (lines === undefined) drawText(ref.current, code);
    else drawLines(ref.current, lines, drawn.current);
    drawn.current = lines ?? [];
  }, [code, language, isNear]);
  return <code ref={ref} class="code-chunk" style={{ containIntrinsicBlockSize: `auto ${lineCount(code) * 18}px` }} />;
});

/** @param drawn the lines that the element shows, one element each; none where it shows plain text. */
function drawLines(element: HTMLElement, lines: readonly string[], drawn: readonly string[]): void {
  const changed = lines.findIndex((line, at) => line !== drawn[at]);
  const kept = changed === -1 ? Math.min(lines.length, drawn.length) : changed;
  if (kept === 0) element.replaceChildren();
  while (element.childNodes.length > kept) element.lastChild?.remove();
  element.append(...lines.slice(kept).map(colouredLine));
}

function drawText(element: HTMLElement, code: string): void {
  const text = element.childNodes.length === 1 ? element.firstChild : null;
  if (text instanceof Text && code.startsWith(text.data)) text.appendData(code.slice(text.length));
  else element.replaceChildren(code);
}

function lineCount(code: string): number {
  return code.split('\n').length - 1;
}
