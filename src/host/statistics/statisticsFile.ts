import * as v from 'valibot';
import { maxSteps } from '../../core/statistics/histogram.ts';
import type { Statistics } from '../../core/statistics/statistics.ts';

/** What the file holds. */
export interface StoredStatistics {
  /** Of this file: one that was deleted and begun anew has another. */
  readonly id: string;
  readonly statistics: Statistics;
}

export type ReadStatistics =
  | ({ readonly kind: 'statistics' } & StoredStatistics)
  /** Of a Leeward that is newer than this one. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** The text of the file, checked. */
export function readStatisticsText(text: string): ReadStatistics {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'damaged' };
  }
  const versioned = v.safeParse(v.object({ schemaVersion: count }), parsed);
  if (versioned.success && versioned.output.schemaVersion > schemaVersion) return { kind: 'newer' };
  const { success, output } = v.safeParse(fileSchema, parsed);
  return success ? { kind: 'statistics', id: output.id, statistics: output.rows } : { kind: 'damaged' };
}

export function statisticsText({ id, statistics }: StoredStatistics): string {
  return `${JSON.stringify({ schemaVersion, id, rows: statistics } satisfies v.InferOutput<typeof fileSchema>)}\n`;
}

const schemaVersion = 1;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const kept = v.pipe(
  v.strictObject({ lookedAt: count, kept: count, characters: count, keptCharacters: count }),
  v.check((of) => of.kept <= of.lookedAt && of.keptCharacters <= of.characters),
);
const histogram = v.pipe(v.array(count), v.maxLength(maxSteps), v.readonly());

const tally = v.pipe(
  v.strictObject({
    ...{ shown: count, accepted: count, whole: count },
    ...{ after30s: kept, after5min: kept },
    times: v.strictObject({ queue: histogram, prefill: histogram, decode: histogram, together: histogram }),
  }),
  v.check(({ shown, accepted, whole, after30s, after5min }) => {
    const lookedAt = Math.max(after30s.lookedAt, after5min.lookedAt);
    return whole <= accepted && lookedAt <= accepted && accepted <= shown;
  }),
);

const fileSchema = v.object({
  schemaVersion: v.literal(schemaVersion),
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  rows: v.pipe(
    v.array(
      v.strictObject({
        day: v.pipe(v.string(), v.isoDate()),
        languageId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
        tally,
      }),
    ),
    v.readonly(),
  ),
});
