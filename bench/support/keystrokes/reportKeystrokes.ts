import { printResult } from '../printResult.ts';
import { byKind, figuresOf, type KeystrokeFigures, type TypedTrace } from './keystrokeFigures.ts';

export interface KeystrokeReport {
  readonly traces: ReadonlyMap<string, TypedTrace>;
  /** Names of the traces that are ours; the first is compared with the peer. */
  readonly orders: readonly string[];
  /** Name of the peer's trace. Absent: there was no peer. */
  readonly peer: string | undefined;
  /** Print what the tokens come from. */
  readonly kinds: boolean;
  readonly threads: number;
  readonly repository: string;
}

/** What is wanted. */
const bounds = { p50: 3, p95: 8, evaluated: 1 / 30, evaluatedWithBackground: 1 / 2, timeToGhostText: 1 / 5 } as const;

export function reportKeystrokes({ traces, orders, peer, kinds, threads, repository }: KeystrokeReport): void {
  const figures = new Map([...traces].map(([name, trace]) => [name, figuresOf(trace)]));
  const ours = orders.flatMap((order) => traces.get(order) ?? []);
  const all = figuresOf({
    keys: ours.flatMap(({ keys }) => keys),
    backgroundTokens: ours.reduce((sum, { backgroundTokens }) => sum + backgroundTokens, 0),
  });
  const theirs = peer === undefined ? undefined : figures.get(peer);
  const ratios =
    theirs && orders.map((order) => [order, ratioOf(figures.get(order) as KeystrokeFigures, theirs)] as const);
  if (kinds) {
    for (const [name, { keys }] of traces) {
      console.log(`What the tokens of ${name} come from`);
      console.table(byKind(keys));
    }
  }
  for (const [order, ratio] of ratios ?? []) {
    console.log(
      `${order} against ${peer}: evaluated ${share(ratio.evaluated)} (wanted: ${share(bounds.evaluated)}), with the ` +
        `background's ${share(ratio.evaluatedWithBackground)} (wanted: ${share(bounds.evaluatedWithBackground)}), time to ` +
        `ghost text ${share(ratio.timeToGhostText)} (wanted: ${share(bounds.timeToGhostText)})`,
    );
  }
  printResult(
    `Prompt tokens evaluated while files of ${repository} are typed, ${threads} thread(s); all orders: ` +
      `median ${all.evaluatedPerKeystroke.p50} (wanted: ${bounds.p50}), 95th percentile ${all.evaluatedPerKeystroke.p95} (wanted: ${bounds.p95})`,
    [...figures].map(([name, own]) => row(name, own)),
    {
      evaluatedPerKeystroke: all.evaluatedPerKeystroke,
      byOrder: Object.fromEntries(orders.map((order) => [order, figures.get(order)])),
      background: { tokens: all.backgroundTokens, perKeystroke: all.backgroundPerKeystroke },
      ...(theirs && { peer: { name: peer, ...theirs } }),
      ...(ratios && { ratio: ratios[0]?.[1], ratioByOrder: Object.fromEntries(ratios) }),
      bounds,
    },
  );
}

function row(name: string, own: KeystrokeFigures) {
  return {
    '': name,
    keystrokes: own.keystrokes,
    asked: own.askedKeystrokes,
    'evaluated, median': own.evaluatedPerKeystroke.p50,
    '95th percentile': own.evaluatedPerKeystroke.p95,
    mean: Number(own.evaluatedPerKeystroke.mean.toFixed(1)),
    'all evaluated': own.evaluatedTokens,
    background: own.backgroundTokens,
    'ghost text, ms': Math.round(own.ghostTextMs),
    'without the wait': Math.round(own.ghostTextWithoutWaitMs),
  };
}

/** Of ours to the peer's, over the same keystrokes. */
function ratioOf(ours: KeystrokeFigures, theirs: KeystrokeFigures) {
  return {
    evaluated: ours.evaluatedTokens / theirs.evaluatedTokens,
    /** On both sides. */
    evaluatedWithBackground:
      (ours.evaluatedTokens + ours.backgroundTokens) / (theirs.evaluatedTokens + theirs.backgroundTokens),
    /** On our side only. */
    evaluatedWithOurBackground: (ours.evaluatedTokens + ours.backgroundTokens) / theirs.evaluatedTokens,
    timeToGhostText: ours.ghostTextMs / theirs.ghostTextMs,
    timeToGhostTextWithoutWait: ours.ghostTextWithoutWaitMs / theirs.ghostTextWithoutWaitMs,
  };
}

function share(ratio: number): string {
  return ratio >= 1 ? ratio.toFixed(2) : `1/${(1 / ratio).toFixed(1)}`;
}
