import { isImport, isPreamble } from '../chat/placement/definitionKey.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { indentOf, isBlank } from '../completion/lines.ts';

interface SplitCode {
  /** Lines that belong to the top of the document. */
  readonly imports: readonly string[];
  readonly rest: string;
}

/**
 * Takes away the imports that an answer begins with, where what it answers has none: they belong to the top of the document.
 * What a file has one of (`package`, `<?php`), and the answer repeats, goes.
 */
export function splitImports(
  code: string,
  { head, scope, languageId }: { readonly head: string; readonly scope: string; readonly languageId: string },
): SplitCode {
  const scopeLines = scope.split(/\r\n|\n|\r/);
  const level = indentOf(scopeLines.find((line) => !isBlank(line)) ?? '');
  // Those of a function's own stay where they are.
  const isOwn = (line: string) => indentOf(line) === level && isImport(line, languageId);
  if (scopeLines.some(isOwn)) return { imports: [], rest: code };
  const lines = code.split('\n');
  const own = new Set(head.split(/\r\n|\n|\r/).map((line) => line.trim()));
  const { depth } = lexLines(lines, languageId);
  const imports: string[] = [];
  let end = 0;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const start = at++;
    if (isImport(line, languageId)) {
      // Names in brackets may fill lines of their own.
      while (at < lines.length && (depth[at] ?? 0) > 0) at++;
      imports.push(...lines.slice(start, at));
    } else if (!isBlank(line) && !(isPreamble(line) && own.has(line.trim()))) break;
    end = at;
  }
  return { imports, rest: lines.slice(end).join('\n') };
}
