/**
 * A code block as it stands at a cursor: its own indentation gives way to that of the cursor's line.
 *
 * @param code lines end with `\n`.
 * @param before the cursor's line, up to the cursor.
 * @param after the rest of that line.
 * @returns without a line end behind its last line, where the cursor's line goes on.
 */
export function insertedText(code: string, before: string, after: string): string {
  const lines = dedent(code.replace(/\n+$/, '').split('\n'));
  const indentation = /^[ \t]*/.exec(before)?.[0] ?? '';
  const text = lines.map((line, index) => (index === 0 || line === '' ? line : indentation + line)).join('\n');
  const isWholeLine = before === '' && after === '';
  return isWholeLine ? `${text}\n` : text;
}

/** Without the indentation that all lines share. */
function dedent(lines: readonly string[]): readonly string[] {
  const indentations = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const shared = indentations.reduce((a, b) => a.slice(0, sharedLength(a, b)), indentations[0] ?? '');
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(shared.length)));
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
