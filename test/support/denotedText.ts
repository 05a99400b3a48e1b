import type { PromptMode } from '../../src/core/prompt/families.ts';
import type { PromptSegment } from '../../src/shared/engine.ts';

/** What a prompt says stands before and behind the cursor, wherever it has parted the text. */
export function denotedText(
  mode: PromptMode,
  segments: readonly PromptSegment[],
): { readonly before: string; readonly behind: string } {
  if (mode.kind === 'prefix') return { before: segments.map(({ text }) => text).join(''), behind: '' };
  const { markers, spaceBeforePrefix } = mode.fim;
  const parts = new Map<string, string>();
  let marker = '';
  for (const { kind, text } of segments) {
    if (kind === 'control') marker = text;
    else parts.set(marker, (parts.get(marker) ?? '') + text);
  }
  const prefix = parts.get(markers.prefix) ?? '';
  const middle = markers.middle === undefined ? '' : (parts.get(markers.middle) ?? '');
  return {
    before: (spaceBeforePrefix && prefix !== '' ? prefix.slice(1) : prefix) + middle,
    behind: parts.get(markers.suffix) ?? '',
  };
}
