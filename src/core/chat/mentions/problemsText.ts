/** An error or warning that the editor shows. */
export interface EditorProblem {
  /** `/`-separated, relative to its workspace folder. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly character: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Who says so, and by which rule: `ts(2322)`. */
  readonly source: string;
  /** The line that it is about, where it is known. */
  readonly code?: string;
}

/** Problems as text, errors first within each file; at most `most`, then how many more there are. Positions are from 1. */
export function problemsText(problems: readonly EditorProblem[], most: number): string {
  const order = new Map<string, number>();
  for (const { path } of problems) if (!order.has(path)) order.set(path, order.size);
  const sorted = [...problems].sort(
    (a, b) =>
      (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) ||
      a.severity.localeCompare(b.severity) ||
      a.line - b.line ||
      a.character - b.character,
  );
  const lines = sorted.slice(0, most).map(({ path, line, character, severity, message, source, code = '' }) => {
    const from = source === '' ? '' : ` [${source}]`;
    const about = code.trim() === '' ? '' : `\n    ${code.trim()}`;
    return `${path}:${line + 1}:${character + 1}: ${severity}: ${message.trim()}${from}${about}`;
  });
  const left = problems.length - lines.length;
  return [...lines, ...(left > 0 ? [`... and ${left} more problems`] : [])].join('\n');
}
