import MarkdownIt, { type Env, type Token } from 'markdown-it';

/** Inline text longer than this (UTF-16 units) is shown as it is written: no model means it, and parsing it would take long. */
const inlineLimit = 20_000;

/** Where `markdown` breaks off, in UTF-16 units, a line that is longer than any line of prose or code. */
const lineLimit = 20_000;

/** Quotes and lists within each other: deeper ones are shown as they are written. */
const nestingLimit = 24;

/** UTF-16 units of inline text after which a new piece begins, where nothing is open. */
const pieceLength = 600;

/**
 * The blocks of an answer, without what is in their lines: no raw HTML. Its `fence` tokens are those that `codeBlocks`
 * finds; its `inline` tokens have their text in `content`, its `reference_definition` tokens their label in `meta`.
 */
export function parseBlocks(markdown: string, env: Env = {}): readonly Token[] {
  return blockParser.parse(clampNesting(markdown), env);
}

/**
 * The HTML of inline text, not yet fit for a page: no raw HTML, no bare addresses made into links, and links only to
 * places that a click may ask the host for. In pieces that stand for themselves, short ones, of which only the last few
 * change while the text grows.
 */
export function inlineHtml(text: string, references: Env['references'] = {}): readonly string[] {
  if (text.length > inlineLimit) return [escapeHtml(cut(text))];
  const tokens = inlineParser.parseInline(text, { references })[0]?.children ?? [];
  return piecesOf(tokens).map((piece) => inlineParser.renderer.renderInline(piece, inlineParser.options, {}));
}

function piecesOf(tokens: readonly Token[]): readonly Token[][] {
  const pieces: Token[][] = [];
  let piece: Token[] = [];
  let length = 0;
  for (const token of tokens) {
    piece.push(token);
    length += token.content.length;
    if (length < pieceLength || token.level > 0 || token.nesting > 0) continue;
    pieces.push(piece);
    piece = [];
    length = 0;
  }
  return piece.length === 0 ? pieces : [...pieces, piece];
}

/**
 * Whether a link may be offered: `http:`, `https:`, and paths, which the host looks up in the workspace. Everything else
 * with a scheme stays text, and so does `//host`.
 */
export function isSafeLink(address: string): boolean {
  // Control characters and white space, which browsers take out of a scheme.
  const bare = [...address].filter((character) => character > ' ' && character !== '\u007f').join('');
  if (/^https?:\/\/[^/]/i.test(bare)) return true;
  return bare !== '' && !/^(?:[\\/]{2}|[^/?#]*:(?!\d+(?:$|[:#-])))/.test(bare);
}

function newParser(): ReturnType<typeof MarkdownIt> {
  const made = MarkdownIt({ html: false, linkify: false });
  made.validateLink = isSafeLink;
  return made;
}

const blockParser = newParser().disable(['inline', 'text_join', 'strip_references']);
const inlineParser = newParser();
const { rules } = inlineParser.renderer;
const { escapeHtml } = inlineParser.utils;

// A click asks the host; there is nothing that the page itself could follow.
rules['link_open'] = (tokens, index) => `<span data-link="${escapeHtml(attribute(tokens[index], 'href'))}">`;
rules['link_close'] = () => '</span>';

// No picture is loaded: its text stands for it, as a link where it could be one.
rules['image'] = (tokens, index) => {
  const token = tokens[index];
  const text = escapeHtml(token?.content || 'image');
  const address = attribute(token, 'src');
  return isSafeLink(address) ? `<span data-link="${escapeHtml(address)}">${text}</span>` : text;
};

function attribute(token: Token | undefined, name: string): string {
  return String(token?.attrGet(name) ?? '');
}

/** The beginning of a text too long to be shown, and how much was left out. */
export function cut(text: string): string {
  if (text.length <= lineLimit) return text;
  return `${text.slice(0, lineLimit)}… ${text.length - lineLimit} characters more are not shown`;
}

/** markdown-it drops what is nested too deeply; so what is deeper than anyone means is made text. */
function clampNesting(markdown: string): string {
  if (!deepMarkers.test(markdown)) return markdown;
  return markdown.replace(deepLines, (_line, kept: string, rest: string) => `${kept}\\${rest.trimStart()}`);
}

const marker = '[ \\t]{0,3}(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])[ \\t]?';
const deepMarkers = new RegExp(`^(?:${marker}){${nestingLimit}}`, 'm');
const deepLines = new RegExp(`^((?:${marker}){${nestingLimit}})([ \\t]*[>*+-].*)$`, 'gm');
