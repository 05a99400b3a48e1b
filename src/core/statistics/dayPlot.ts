import { formatCount } from '../report/figures.ts';
import type { DayTally } from './statistics.ts';

/**
 * What was shown, accepted and kept on each day: bars within each other, since each is a part of the one before; and the
 * same as a table.
 *
 * @param days one behind the other, none left out.
 */
export function dayPlot(days: readonly DayTally[]): string {
  const top = roundUp(Math.max(...days.map(({ shown }) => shown)));
  const bars = days.map((day, at) => barsOf(day, at, top)).filter((bar) => bar !== '');
  const lines = [0, 0.5, 1].map(
    (share) => `<line class="grid" x1="0" x2="${days.length}" y1="${share}" y2="${share}"/>`,
  );
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return `<figure class="days">
<ul class="legend" aria-hidden="true"><li><i class="shown"></i>shown</li><li><i class="accepted"></i>accepted</li><li><i class="kept"></i>kept after 5 min</li></ul>
<div class="axis" aria-hidden="true"><span>${formatCount(top)}</span><span>${formatCount(top / 2)}</span><span>0</span></div>
<svg role="img" aria-label="${describe(days)}" viewBox="0 0 ${days.length} 1" preserveAspectRatio="none">
${lines.join('')}
${bars.join('\n')}
</svg>
<div class="ends" aria-hidden="true"><span>${first}</span><span>${last}</span></div>
</figure>
<details>
<summary>By day, as a table</summary>
${tableOf(days)}
</details>`;
}

function barsOf({ shown, accepted, after5min }: DayTally, at: number, top: number): string {
  if (shown === 0) return '';
  const bar = (name: string, count: number, inset: number) =>
    count === 0
      ? ''
      : `<rect class="${name}" x="${at + inset}" width="${round(1 - 2 * inset)}" y="${round(1 - count / top)}" height="${round(count / top)}"/>`;
  return bar('shown', shown, 0.1) + bar('accepted', accepted, 0.1) + bar('kept', after5min.kept, 0.3);
}

function describe(days: readonly DayTally[]): string {
  const used = days.filter(({ shown }) => shown > 0);
  const most = used.reduce((best, day) => (day.shown > best.shown ? day : best));
  return `Bars for ${used.length} of ${days.length} days. Most were shown on ${most.day}: ${most.shown}, of which ${most.accepted} were accepted and ${most.after5min.kept} kept for 5 minutes. The table below has all of them.`;
}

function tableOf(days: readonly DayTally[]): string {
  const rows = days
    .filter(({ shown }) => shown > 0)
    .reverse()
    .map(({ day, shown, accepted, after30s, after5min }) => {
      const cells = [shown, accepted, after30s.kept, after5min.kept].map((count) => `<td>${formatCount(count)}</td>`);
      return `<tr><th scope="row">${day}</th>${cells.join('')}</tr>`;
    });
  return `<div class="scroll" role="region" aria-labelledby="days" tabindex="0">
<table>
<thead><tr><th scope="col">Day</th><th scope="col">Shown</th><th scope="col">Accepted</th><th scope="col">Kept after 30 s</th><th scope="col">Kept after 5 min</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** To 2, 4, 10, 20, 40, ...: the half of it is a whole number. */
function roundUp(count: number): number {
  for (let unit = 1; ; unit *= 10) for (const top of [2 * unit, 4 * unit, 10 * unit]) if (top >= count) return top;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
