/** Prints a table for people and, with `--json`, the figures as one JSON object on the last line. */
export function printResult(title: string, rows: readonly object[], figures: object): void {
  console.log(title);
  console.table(rows);
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
}
