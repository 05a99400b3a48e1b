import MarkdownIt, { type Env, type Token } from 'markdown-it';

/** Inline text longer than this (UTF-16 units) is shown as it is written: no model means it, and parsing it would take long. */
const inlineLimit = 20_000;

/** Where `markdown` breaks off, in UTF-16 units, a line that is longer than any line of prose or code. */
const lineLimit = 20_000;

/** Quotes and lists within each other: deeper ones are shown as they are written. */
const nestingLimit = 24;

/**
 * Parses markdown for display: no raw HTML, no bare addresses made into links, and links only to places that a click may
 * ask the host for. Its `fence` tokens are those that `codeBlocks` finds.
 */
export function parseMarkdown(markdown: string, env: Env = {}): readonly Token[] {
  return parser.parse(clampNesting(markdown), env);
}

/** The HTML of tokens of `parseMarkdown`; not yet fit for a page. */
export function renderTokens(tokens: readonly Token[], env: Env = {}): string {
  return parser.renderer.render([...tokens], parser.options, env);
}

/** The blocks alone, without what is in their lines: much faster. Its tokens have no children. */
export function parseBlocks(markdown: string, env: Env = {}): readonly Token[] {
  return blockParser.parse(clampNesting(markdown), env);
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

const blockParser = newParser().disable(['inline', 'text_join']);
const parser = newParser();

parser.core.ruler.before('inline', 'bound_inline', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'inline' || token.content.length <= inlineLimit) continue;
    const text = new state.Token('text', '', 0);
    text.content = cut(token.content);
    // What has no content is not parsed.
    token.content = '';
    token.children = [text];
  }
});

// What `inline` has just emptied.
parser.core.ruler.at('inline', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'inline' || token.content === '') continue;
    state.md.inline.parse(token.content, state.md, state.env, token.children ?? []);
  }
});

const escapeHtml = parser.utils.escapeHtml;

// A click asks the host; there is nothing that the page itself could follow.
parser.renderer.rules['link_open'] = (tokens, index) =>
  `<span data-link="${escapeHtml(attribute(tokens[index], 'href'))}">`;
parser.renderer.rules['link_close'] = () => '</span>';

// No picture is loaded: its text stands for it, as a link where it could be one.
parser.renderer.rules['image'] = (tokens, index) => {
  const token = tokens[index];
  const text = escapeHtml(token?.content || 'image');
  const address = attribute(token, 'src');
  return isSafeLink(address) ? `<span data-link="${escapeHtml(address)}">${text}</span>` : text;
};

parser.renderer.rules['fence'] = (tokens, index) => `<pre data-fence="${tokens[index]?.meta?.fence ?? ''}"></pre>`;

for (const cell of ['th_open', 'td_open']) {
  parser.renderer.rules[cell] = (tokens, index) => {
    const token = tokens[index];
    const side = /right|center/.exec(attribute(token, 'style'))?.[0];
    return `<${token?.tag}${side === undefined ? '' : ` data-align="${side}"`}>`;
  };
}

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
