/** CSS pixels of a line of text, about. */
const lineHeight = 20;

/** Characters in a line, about, in a sidebar. */
const lineLength = 50;

/**
 * The style that lets the browser guess how high a text is that it has not laid out, so that the scroll bar hardly jumps.
 *
 * @param extra CSS pixels beside the text.
 */
export function roughSize(text: string, extra = 0): { readonly containIntrinsicBlockSize: string } {
  let lines = 0;
  let end = -1;
  do {
    const start = end + 1;
    end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    lines += Math.max(1, Math.ceil((end - start) / lineLength));
  } while (end < text.length);
  return { containIntrinsicBlockSize: `auto ${lines * lineHeight + extra}px` };
}
