import { addHistograms, type Histogram, histogramOf } from '../../src/core/statistics/histogram.ts';
import { addDays, addStatistics, type Statistics, type StatisticsRow } from '../../src/core/statistics/statistics.ts';
import type { Kept } from '../../src/core/statistics/tally.ts';

/** What three weeks of work may leave, the same each time. */
export function typicalStatistics(today: string): Statistics {
  const rows = Array.from({ length: 22 }, (_, ago) => ago)
    .filter((ago) => ago % 7 !== 2 && ago % 7 !== 3)
    .flatMap((ago) => [
      rowOf(addDays(today, -ago), 'typescript', 40 + ((ago * 37) % 90)),
      ...(ago % 3 === 0 ? [rowOf(addDays(today, -ago), 'python', 12 + ((ago * 11) % 30))] : []),
      ...(ago % 5 === 0 ? [rowOf(addDays(today, -ago), 'markdown', 3)] : []),
    ]);
  return addStatistics(rows, []);
}

function rowOf(day: string, languageId: string, shown: number): StatisticsRow {
  const accepted = Math.floor(shown / 3);
  const times = {
    queue: spread(shown, 90),
    prefill: spread(shown, 45),
    decode: spread(shown, 180),
    together: spread(shown, 330),
  };
  const whole = accepted - Math.floor(accepted / 6);
  const [after30s, after5min] = [keptOf(accepted, 0.9), keptOf(Math.floor(accepted * 0.9), 0.75)];
  return { day, languageId, tally: { shown, accepted, whole, after30s, after5min, times } };
}

function keptOf(lookedAt: number, share: number): Kept {
  const characters = lookedAt * 24;
  return {
    ...{ lookedAt, kept: Math.floor(lookedAt * share) },
    ...{ characters, keptCharacters: Math.floor(characters * share) },
  };
}

/** Times around a middle, some of them far above it. */
function spread(count: number, middleMs: number): Histogram {
  return Array.from({ length: count }, (_, at) =>
    histogramOf(middleMs * (0.5 + (at % 10) / 10 + (at % 13 === 0 ? 2.5 : 0))),
  ).reduce(addHistograms, []);
}
