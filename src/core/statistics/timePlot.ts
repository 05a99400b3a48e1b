import { type Histogram, percentileMs } from './histogram.ts';
import type { Times } from './tally.ts';

/** How long each part took, as a table whose rows have a bar to the median, and a line from there to the 95th percentile. */
export function timePlot(times: Times): string {
  const parts = (['queue', 'prefill', 'decode', 'together'] as const).map((name) => ({
    name,
    medianMs: percentile(times[name], 0.5),
    mostMs: percentile(times[name], 0.95),
  }));
  const topMs = Math.max(...parts.map(({ mostMs }) => mostMs), Number.MIN_VALUE);
  const rows = parts.map(
    ({ name, medianMs, mostMs }) =>
      `<tr class="${name}"><th scope="row">${name}${barOf(medianMs / topMs, mostMs / topMs)}</th><td>${formatMs(medianMs)}</td><td>${formatMs(mostMs)}</td></tr>`,
  );
  return `<table class="times">
<thead><tr><th scope="col">Part</th><th scope="col">Median</th><th scope="col">95 % within</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

/** `84 ms`, `1.2 s`: no more digits than are known. */
export function formatMs(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  const rounded = Number(ms.toPrecision(2));
  return rounded < 1_000 ? `${rounded} ms` : `${Number((rounded / 1_000).toPrecision(2))} s`;
}

/** @param median and @param most shares of the width. */
function barOf(median: number, most: number): string {
  const [middle, end] = [100 * median, 100 * most].map((percent) => percent.toFixed(2));
  return `<svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none"><rect class="bar" x="0" y="0" width="${middle}" height="1"/><line class="reach" x1="${middle}" x2="${end}" y1="0.5" y2="0.5"/><line class="reach" x1="${end}" x2="${end}" y1="0.15" y2="0.85"/></svg>`;
}

function percentile(histogram: Histogram, share: number): number {
  return percentileMs(histogram, share) ?? 0;
}
