/** Pieces of markdown that no text of a model's file, of a path or of a device can break out of. */

/** Verbatim text: no markup, no link and no image, whatever it spells. */
export function code(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim() || '-';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** A sentence, in which markers such as `<|fim_prefix|>` are no HTML. */
export function prose(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** The first row is the table's head: markdown has no table without one. */
export function table([head, ...rows]: readonly [readonly string[], ...(readonly string[])[]]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
