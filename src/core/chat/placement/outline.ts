import { indentWidth, isBlank } from '../../completion/lines.ts';
import { definitionKey, isContainer, isImport, isPreamble, isStylesheet } from './definitionKey.ts';
import { commentText, isElision } from './elision.ts';
import { type LexedLines, lexLines, mayBeComment } from './lexLines.ts';

/** Lines that belong together: a definition with its body, a statement, an import. */
export interface Unit {
  readonly kind: 'definition' | 'statement' | 'import' | 'preamble' | 'comment' | 'elision';
  /** What it defines: see {@link definitionKey}. */
  readonly key?: string;
  /** Comments, decorators and attributes that stand directly above it begin here. */
  readonly start: number;
  /** Its own first line. */
  readonly head: number;
  /** Behind its last line; blank lines behind it are not its own. */
  readonly end: number;
  /** Where it has a body of lines: that without opening and closing line. */
  readonly body?: { readonly start: number; readonly end: number };
  /** Its body holds definitions of its own, rather than code. */
  readonly isContainer: boolean;
}

/** A text with its structure as far as indentation and brackets show it. */
export interface Outlined {
  readonly lines: readonly string[];
  readonly languageId: string;
  readonly lexed: LexedLines;
  /** Of the outermost level. None where neither brackets nor indentation show a structure. */
  readonly units: readonly Unit[];
}

/** Languages whose structure is in neither indentation nor brackets. */
const markup: ReadonlySet<string> = new Set([
  ...[
    'html',
    'xml',
    'xsl',
    'svg',
    'vue',
    'svelte',
    'astro',
    'markdown',
    'mdx',
    'restructuredtext',
    'latex',
    'plaintext',
  ],
  ...['dockerfile', 'bat', 'csv', 'properties', 'dotenv', 'handlebars', 'jinja-html', 'erb', 'razor', 'ini', 'toml'],
]);

/** @param isCode says which lines are no elisions though they read like some, since the document has them. */
export function outline(lines: readonly string[], languageId: string, isCode = (_line: string) => false): Outlined {
  const lexed = lexLines(lines, languageId);
  const outlined = { lines, languageId, lexed };
  const isLeftOut = (line: string): boolean => isElision(line) && !isCode(line);
  if (!lexed.isSound || markup.has(languageId)) return { ...outlined, units: [] };
  return { ...outlined, units: unitsWithin(outlined, { start: 0, end: lines.length }, isLeftOut) };
}

/** The units of a body, outermost level only. */
export function unitsWithin(
  { lines, languageId, lexed }: Omit<Outlined, 'units'>,
  range: { readonly start: number; readonly end: number },
  isLeftOut: (line: string) => boolean = isElision,
): readonly Unit[] {
  const line = (at: number): string => lines[at] ?? '';
  const isOpen = (at: number): boolean => lexed.isInside[at] === true;
  const first = firstLine(lines, range, isOpen);
  if (first === undefined) return [];
  const base = lexed.depth[first] ?? 0;
  const candidates: number[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (let at = range.start; at < range.end; at++) {
    if (isBlank(line(at)) || isOpen(at) || (lexed.depth[at] ?? 0) > base) continue;
    candidates.push(at);
    if (!isLeftOut(line(at)) && !isLabel(line(at))) indent = Math.min(indent, indentWidth(line(at)));
  }
  const starts = candidates.filter(
    (at) =>
      (isLeftOut(line(at)) || isLabel(line(at)) || indentWidth(line(at)) <= indent) &&
      (at === first || !(continues(line(at)) || (isStylesheet(languageId) && isSelectorList(lines, at)))),
  );
  // Elisions stand at any depth: those deeper than the level belong to the unit above.
  const tops = starts.filter((at) => !isLeftOut(line(at)) || indentWidth(line(at)) <= indent || at === starts[0]);
  const pieces = tops.map((start, at) => ({ start, end: tops[at + 1] ?? range.end }));
  return joinLeads({ lines, languageId, lexed }, pieces, isLeftOut);
}

function firstLine(
  lines: readonly string[],
  range: { readonly start: number; readonly end: number },
  isOpen: (at: number) => boolean,
): number | undefined {
  for (let at = range.start; at < range.end; at++) if (!isBlank(lines[at] ?? '') && !isOpen(at)) return at;
  return undefined;
}

/** Comments, decorators and attributes become part of what stands directly below them. */
function joinLeads(
  outlined: Omit<Outlined, 'units'>,
  pieces: readonly { readonly start: number; readonly end: number }[],
  isLeftOut: (line: string) => boolean,
): readonly Unit[] {
  const units: Unit[] = [];
  let lead: number | undefined;
  for (const [index, { start, end: limit }] of pieces.entries()) {
    const line = outlined.lines[start] ?? '';
    let end = limit;
    while (end > start + 1 && isBlank(outlined.lines[end - 1] ?? '')) end--;
    const touchesNext = end === limit && index + 1 < pieces.length;
    if (isLeftOut(line)) {
      if (lead !== undefined) units.push({ kind: 'comment', start: lead, head: lead, end: start, isContainer: false });
      lead = undefined;
      units.push({ kind: 'elision', start, head: start, end: start + 1, isContainer: false });
      continue;
    }
    const isComment = commentText(line, outlined.languageId) !== undefined || /^\s*(?:\/\*|<!--)/.test(line);
    const isLead =
      isComment ||
      (/^\s*(?:@[\w.]+|#!?\[|\[\w)/.test(line) &&
        !/\b(?:class|def|function|interface)\b/.test(line) &&
        isShort(outlined, start, end));
    if (isLead && touchesNext && !isLeftOut(outlined.lines[limit] ?? '')) {
      lead ??= start;
      continue;
    }
    if (isComment) units.push({ kind: 'comment', start: lead ?? start, head: start, end, isContainer: false });
    else units.push(readUnit(outlined, lead ?? start, start, end));
    lead = undefined;
  }
  return units;
}

/** A decorator, not a class that has one on its own line. */
function isShort({ lexed }: Omit<Outlined, 'units'>, start: number, end: number): boolean {
  return end - start === 1 || lexed.depth[end] === lexed.depth[start];
}

function readUnit(
  { lines, languageId, lexed }: Omit<Outlined, 'units'>,
  start: number,
  head: number,
  end: number,
): Unit {
  const line = lines[head] ?? '';
  const depth = lexed.depth[head] ?? 0;
  const limit = Math.min(end, head + 30);
  const opens = (at: number): boolean => lexed.isInside[at + 1] !== true && opensBody(lines[at] ?? '', languageId);
  // Behind parameters that fill lines of their own, if there are such.
  const isBehind = (at: number): boolean => {
    const open = (lexed.depth[at + 1] ?? 0) - depth;
    return (
      opens(at) &&
      (/\{\s*(?:\/\/.*)?$/.test(lines[at] ?? '') ? open === 1 : /:\s*(?:#.*)?$/.test(lines[at] ?? '') && open === 0)
    );
  };
  const candidates = Array.from({ length: limit - head }, (_, at) => head + at);
  const opener = candidates.find(isBehind) ?? candidates.find(opens) ?? limit - 1;
  const hasBody = opens(opener) && opener < end - 1;
  const closes = /^\s*(?:[)\]}]|end\b|fi\b|done\b|esac\b)/.test(lines[end - 1] ?? '') && end - 1 > opener;
  const bodyEnd = closes ? end - 1 : end;
  const body = hasBody && opener + 1 <= bodyEnd ? { start: opener + 1, end: bodyEnd } : undefined;
  const isInline = /\{.*\}\s*;?\s*$|\)\s*=>.*;\s*$/.test(lines[opener] ?? '');
  if (isImport(line, languageId)) return { kind: 'import', start, head, end, isContainer: false };
  if (isPreamble(line) && end - head === 1) return { kind: 'preamble', start, head, end, isContainer: false };
  const header = lines
    .slice(head, opener + 1)
    .map((text) => text.trim())
    .join(' ');
  const key = definitionKey(header, languageId, hasBody || isInline);
  return {
    kind: key === undefined || key.startsWith('head:') ? 'statement' : 'definition',
    ...(key !== undefined && { key }),
    start,
    head,
    end,
    ...(body !== undefined && depth >= 0 && { body }),
    isContainer: body !== undefined && (isContainer(header) || isData(header, languageId)),
  };
}

function opensBody(line: string, languageId: string): boolean {
  const code = line.replace(mayBeComment('#', languageId) ? /\s+(?:\/\/|#).*$/ : /\s+\/\/.*$/, '').trimEnd();
  if (/[{([]$/.test(code) || /(?:=>|->)$/.test(code)) return true;
  if (languageId === 'python' || languageId === 'yaml' || languageId === 'makefile') return code.endsWith(':');
  if (languageId === 'ruby')
    return /^\s*(?:def|class|module|if|unless|while|case|begin)\b/.test(code) || /\bdo(?:\s*\|[^|]*\|)?$/.test(code);
  if (languageId === 'lua') return /\b(?:function\b.*\)|then|do)$/.test(code);
  if (languageId === 'elixir') return /\bdo$/.test(code);
  return false;
}

/** What follows is a list or an object, each of whose items stands for itself. */
function isData(header: string, languageId: string): boolean {
  if (isDataLanguage(languageId)) return true;
  if (isStylesheet(languageId)) return header.startsWith('@');
  return (
    /^[{[]$|(?:[=:(,?]|\breturn|\bdefault)\s*[{[]$/.test(header) && !/^(?:if|for|while|switch|function)\b/.test(header)
  );
}

/** All is names and their values there. */
export function isDataLanguage(languageId: string): boolean {
  return ['json', 'jsonc', 'yaml', 'dockercompose'].includes(languageId);
}

/** A line that belongs to what stands above it though it is indented no deeper. */
function continues(line: string): boolean {
  return /^\s*(?:[)\]}{]|(?:else|elif|elsif|elseif|catch|except|finally|rescue|ensure|then|end|fi|done|esac|until|where)\b)/.test(
    line,
  );
}

/** A selector below another one that ends with a comma. */
function isSelectorList(lines: readonly string[], at: number): boolean {
  let above = at - 1;
  while (above >= 0 && isBlank(lines[above] ?? '')) above--;
  return /,\s*$/.test(lines[above] ?? '') && !/:\s/.test(lines[at] ?? '');
}

/** `public:`, that stands less deep than the members below it. */
function isLabel(line: string): boolean {
  return /^\s*(?:public|private|protected|signals|(?:public |private )?slots|Q_OBJECT)\s*:?\s*$/.test(line);
}
