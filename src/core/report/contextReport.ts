/** What a prompt would say of the repository, as a page: people trust what they can see. */
import type { Snippet, SnippetKind } from '../context/snippet.ts';
import { contextReportStyle } from './contextReportStyle.ts';
import { formatCount, formatPlural } from './figures.ts';
import { escapeHtml } from './html.ts';
import { reportPage } from './reportPage.ts';

export interface ContextReport {
  /** The cursor. Absent: there was never one. */
  readonly place?: { readonly path: string /** 0-based. */; readonly line: number };
  /** In their order in the prompt. */
  readonly snippets: readonly Snippet[];
  /** What would come next, the best first. */
  readonly leftOut: readonly Snippet[];
  readonly budgetTokens: number;
  /** Sentences that say why there is nothing, or that there may be more in a moment. */
  readonly remarks: readonly string[];
  /** A sentence: what it was chosen from. Absent: nothing is indexed. */
  readonly source?: string;
}

/**
 * The page around what {@link formatContextReport} gives: its script takes another one, so that where the reader has
 * scrolled to stays.
 *
 * @param nonce random, of letters and digits: only the script that has it runs.
 */
export function contextReportPage(body: string, nonce: string): string {
  const script = "window.addEventListener('message', ({ data }) => { document.body.innerHTML = data; });";
  return reportPage({ title: 'Leeward: Context', body, style: contextReportStyle, script, nonce });
}

/**
 * What stands in the page. Links are what `linkTo` gives for a snippet.
 *
 * @param linkTo position in {@link listedSnippets}.
 */
export function formatContextReport(report: ContextReport, linkTo: (index: number) => string): string {
  const { snippets, leftOut, source } = report;
  const entry = (snippet: Snippet, index: number) => formatSnippet(snippet, linkTo(index));
  const blocks = [
    `<h1>${title(report)}</h1>`,
    ...(snippets.length > 0 ? [`<p>${escapeHtml(summary(report))}</p>`] : []),
    ...report.remarks.map((remark) => `<p class="remark">${escapeHtml(remark)}</p>`),
    ...(source === undefined ? [] : [`<p class="muted">${escapeHtml(source)}</p>`]),
    ...(snippets.length > 0 ? [`<ol>\n${snippets.map(entry).join('\n')}\n</ol>`] : []),
    ...(leftOut.length > 0
      ? [
          '<h2>Left out</h2>',
          '<p>What would follow with a larger budget (<code>leeward.context.budget</code>).</p>',
          `<ul>\n${leftOut.map((snippet, index) => formatHead(snippet, linkTo(snippets.length + index), 'li')).join('\n')}\n</ul>`,
        ]
      : []),
  ];
  return blocks.join('\n');
}

/** All that the page has a link for. */
export function listedSnippets({ snippets, leftOut }: ContextReport): readonly Snippet[] {
  return [...snippets, ...leftOut];
}

function title({ place }: ContextReport): string {
  if (place === undefined) return 'Context';
  return `Context for <span class="path">${escapeHtml(`${place.path}:${place.line + 1}`)}</span>`;
}

function summary({ snippets, budgetTokens }: ContextReport): string {
  const tokens = snippets.reduce((sum, snippet) => sum + snippet.tokens, 0);
  const verb = snippets.length === 1 ? 'stands' : 'stand';
  return `${formatPlural(snippets.length, 'snippet')} of other files ${verb} in the prompt before the code around the cursor: ${formatCount(tokens)} of ${formatPlural(budgetTokens, 'token')}, estimated.`;
}

function formatSnippet(snippet: Snippet, href: string): string {
  return `<li>\n${formatHead(snippet, href, 'div')}\n<pre><code>${escapeHtml(snippet.text)}</code></pre>\n</li>`;
}

function formatHead(snippet: Snippet, href: string, element: 'div' | 'li'): string {
  const { kind, reason, score, tokens } = snippet;
  const link = `<a href="${escapeHtml(href)}">${escapeHtml(placeOf(snippet))}</a>`;
  const figures = `score ${score.toFixed(2)}, ${formatPlural(tokens, 'token')}`;
  return `<${element} class="head">${link} <span class="kind">${kinds[kind]}</span> <span class="reason">${escapeHtml(reason)}</span> <span class="figures muted">${figures}</span></${element}>`;
}

/** `src/sum.ts:3-12`: 1-based, as editors count, the last line included. */
function placeOf({ path, lines: { start, end } }: Snippet): string {
  return end - start > 1 ? `${path}:${start + 1}-${end}` : `${path}:${start + 1}`;
}

const kinds: { readonly [kind in SnippetKind]: string } = {
  definition: 'definition',
  edit: 'recent edit',
  recentFile: 'recently seen',
  copied: 'copied',
  neighbour: 'similar code',
  sibling: 'sibling',
};
