/**
 * How long to wait for the next event before the context is computed anew.
 *
 * @param computedLine that the document's context was computed for last. Absent: none was.
 * @param isOther something else than the cursor has changed.
 */
export function contextDelayMs(computedLine: number | undefined, line: number, isOther: boolean): number {
  return computedLine === line && !isOther ? pauseMs : restMs;
}

/** The cursor has come to rest in another line. */
const restMs = 150;
/** Within a line, only what is typed there could want something else: that can wait for a pause. */
const pauseMs = 1_000;
