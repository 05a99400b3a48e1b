/** What became of completions, as a page: figures that a user can check against what they remember. */
import { formatCount, formatPlural } from '../report/figures.ts';
import { escapeHtml } from '../report/html.ts';
import { reportPage } from '../report/reportPage.ts';
import { dayPlot } from './dayPlot.ts';
import { countOf, percentileMs } from './histogram.ts';
import { type DayTally, keptDays, type Statistics, sumUp, sumUpBy, tallyDays } from './statistics.ts';
import { statisticsStyle } from './statisticsStyle.ts';
import type { Kept, Tally } from './tally.ts';
import { formatMs, timePlot } from './timePlot.ts';

export interface StatisticsReport {
  readonly statistics: Statistics;
  /** `2026-11-30`. */
  readonly today: string;
  /** Of the file that has them. */
  readonly path: string;
  /** New completions are counted. */
  readonly isCounting: boolean;
  /** Sentences. */
  readonly remarks: readonly string[];
}

/**
 * The page around what {@link formatStatistics} gives. It takes another one as a message, and says `delete` when that is
 * asked for.
 *
 * @param nonce random, of letters and digits: only the script that has it runs.
 */
export function statisticsPage(body: string, nonce: string): string {
  return reportPage({
    title: 'Leeward: Statistics',
    body: `<main>\n${body}\n</main>`,
    style: statisticsStyle,
    script,
    nonce,
  });
}

/** What stands in the page. */
export function formatStatistics({ statistics, today, path, isCounting, remarks }: StatisticsReport): string {
  const days = tallyDays(statistics, today);
  const shown = statistics.filter(({ day }) => days.some((one) => one.day === day));
  const sum = sumUp(shown);
  return [
    '<h1>Statistics</h1>',
    ...[...(isCounting ? [] : [switchedOff]), ...remarks].map((text) => `<p class="remark">${escapeHtml(text)}</p>`),
    ...(sum.shown === 0 ? [`<p>${nothingYet}</p>`] : [summary(sum), ...plots(days, sum), languages(shown), words]),
    `<h2>Where the figures are</h2>`,
    `<p>Sums for each day and language are kept in <code>${escapeHtml(path)}</code>, for ${keptDays} days. They have no text and no path of yours in them, and nothing of them leaves this machine. <code>leeward.statistics.enable</code> stops the counting.</p>`,
    ...(statistics.length === 0 ? [] : ['<p><button type="button" id="delete">Delete Statistics...</button></p>']),
  ].join('\n');
}

const switchedOff = 'Nothing is counted at the moment: leeward.statistics.enable or leeward.enable is off.';
const nothingYet = 'No completion has been counted yet. Figures come as you work.';

/** A refresh changes nothing for who is reading: what has the focus keeps it, and what is open stays open. */
const script = `const host = acquireVsCodeApi();
const main = document.querySelector('main');
window.addEventListener('message', ({ data }) => {
  const focused = document.activeElement?.id;
  const isOpen = document.querySelector('details')?.open === true;
  main.innerHTML = data;
  if (isOpen) document.querySelector('details')?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus();
});
main.addEventListener('click', ({ target }) => {
  if (target.id === 'delete') host.postMessage('delete');
});`;

function summary(sum: Tally): string {
  const partly = sum.accepted - sum.whole;
  const figures: readonly (readonly [string, string, string])[] = [
    ['Shown', formatCount(sum.shown), `in the last ${keptDays} days`],
    [
      'Accepted',
      formatCount(sum.accepted),
      `${formatPercent(sum.accepted, sum.shown)}${partly > 0 ? `, ${formatCount(partly)} in part` : ''}`,
    ],
    ['Kept after 30 s', formatCount(sum.after30s.kept), describeKept(sum.after30s)],
    ['Kept after 5 min', formatCount(sum.after5min.kept), describeKept(sum.after5min)],
  ];
  const entry = ([name, count, detail]: (typeof figures)[number]) =>
    `<div><dt>${name}</dt><dd><strong>${count}</strong> <span class="muted">${detail}</span></dd></div>`;
  return `<dl class="summary">\n${figures.map(entry).join('\n')}\n</dl>`;
}

function describeKept({ lookedAt, characters, keptCharacters }: Kept): string {
  if (lookedAt === 0) return 'none looked at yet';
  return `of ${formatCount(lookedAt)} looked at; ${formatPercent(keptCharacters, characters)} of the text`;
}

function plots(days: readonly DayTally[], sum: Tally): readonly string[] {
  return [
    '<h2 id="days">By day</h2>',
    dayPlot(days),
    '<h2 id="times">Time to ghost text</h2>',
    countOf(sum.times.together) === 0
      ? '<p>No completion has been shown while typing yet.</p>'
      : `<p>Of ${formatPlural(countOf(sum.times.together), 'completion')} shown while typing. A bar goes to the median, the line behind it to what 95 % do not exceed.</p>\n${timePlot(sum.times)}`,
  ];
}

function languages(statistics: Statistics): string {
  const sums = [...sumUpBy(statistics, ({ languageId }) => languageId)].sort(([, a], [, b]) => b.shown - a.shown);
  const row = ([languageId, { shown, accepted, after30s, after5min, times }]: (typeof sums)[number]) => {
    const medianMs = percentileMs(times.together, 0.5);
    const cells = [
      formatCount(shown),
      `${formatCount(accepted)} (${formatPercent(accepted, shown)})`,
      formatKept(after30s),
      formatKept(after5min),
      medianMs === undefined ? '-' : formatMs(medianMs),
    ];
    return `<tr><th scope="row">${escapeHtml(languageId)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  };
  return `<h2 id="languages">By language</h2>
<div class="scroll" role="region" aria-labelledby="languages" tabindex="0">
<table>
<thead><tr><th scope="col">Language</th><th scope="col">Shown</th><th scope="col">Accepted</th><th scope="col">Kept after 30 s</th><th scope="col">Kept after 5 min</th><th scope="col">Median time</th></tr></thead>
<tbody>
${sums.map(row).join('\n')}
</tbody>
</table>
</div>`;
}

function formatKept({ lookedAt, kept }: Kept): string {
  return lookedAt === 0 ? '-' : `${formatCount(kept)} of ${formatCount(lookedAt)}`;
}

function formatPercent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`;
}

const words = `<h2>What is counted</h2>
<dl class="words">
<div><dt>Shown</dt><dd>Given to the editor in time, at the place of the cursor. Once, however much of it you type yourself. Whether the editor has drawn it, an extension is not told: its own list, or another extension's ghost text, may have taken its place.</dd></div>
<div><dt>Accepted</dt><dd>Taken to the end, or in part: by word or by line. Each completion counts once, on the day when it was shown.</dd></div>
<div><dt>Kept</dt><dd>30 seconds and 5 minutes after the last piece was taken, at least half of the accepted text still stood at its place, which is followed through your edits: its words and signs in their order. Where the window was closed before, or the place was lost, nobody has looked.</dd></div>
<div><dt>Queue, prefill, decode</dt><dd>What was waited for (your next keystroke, other requests), the reading of the prompt, the writing of the answer. Turns that others have had in between count with the part that they interrupt. Times are counted in steps, so a figure may be off by a quarter.</dd></div>
</dl>`;
