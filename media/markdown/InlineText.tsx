import { memoised } from '../kit/memoised.tsx';
import { domToNodes } from './domToNodes.ts';
import { Link } from './Link.tsx';
import { inlineHtml } from './markdownParser.ts';
import { sanitizeHtml } from './sanitizeHtml.ts';
import type { SplitMarkdown } from './splitMarkdown.ts';

export interface InlineTextProps {
  readonly text: string;
  readonly references: SplitMarkdown['references'];
}

/** The text of a paragraph, a heading or a cell. While it grows, only the last of its pieces are drawn again. */
export const InlineText = memoised(({ text, references }: InlineTextProps) =>
  inlineHtml(text, references).map((html, at) => <Piece key={at} html={html} />),
);

const Piece = memoised(({ html }: { readonly html: string }) =>
  domToNodes(sanitizeHtml(html), (address, children) => <Link address={address}>{children}</Link>),
);
