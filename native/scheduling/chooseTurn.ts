/** A request as the scheduler sees it. */
export interface Seat {
  /** The higher goes first. */
  readonly urgency: Urgency;
  /** Turns that more urgent requests had while this one waited, since its last turn. */
  passedOver: number;
  /** Turns that less urgent requests had while this one waited for its first token. */
  delays: number;
  hasFirstToken: boolean;
  /** Number of its last turn, of all that were given; 0: none yet. */
  lastTurn: number;
}

/** 2: somebody waits at the cursor. 1: somebody reads along. 0: nobody looks. */
export type Urgency = 0 | 1 | 2;

/**
 * Who has the next turn: the most urgent, and among equals the one that waits for longest. One that was passed over often
 * enough goes before the more urgent, so that a chat moves on while somebody types for minutes; but no request waits for
 * more than one such turn before its first token, the one that runs when it arrives included.
 *
 * @param waiting in the order of their coming; at least one.
 */
export function chooseTurn(waiting: readonly Seat[]): Seat {
  const [first] = [...waiting].sort((a, b) => b.urgency - a.urgency || a.lastTurn - b.lastTurn);
  const overdue = waiting
    .filter((seat) => seat.passedOver >= patience[seat.urgency] && mayGoFirst(seat, waiting))
    .sort((a, b) => b.passedOver / patience[b.urgency] - a.passedOver / patience[a.urgency]);
  return overdue[0] ?? (first as Seat);
}

/** Turns of others after which a waiting request is overdue. */
const patience: { readonly [urgency in Urgency]: number } = { 2: Number.POSITIVE_INFINITY, 1: 8, 0: 32 };

function mayGoFirst(seat: Seat, waiting: readonly Seat[]): boolean {
  return waiting.every(
    ({ urgency, hasFirstToken, delays }) => urgency <= seat.urgency || hasFirstToken || delays < maxDelays,
  );
}

const maxDelays = 1;

/** Tells all who wait that `chosen` has the turn of that number. */
export function countTurn(chosen: Seat, waiting: readonly Seat[], number: number): void {
  chosen.passedOver = 0;
  chosen.lastTurn = number;
  for (const seat of waiting) {
    if (seat === chosen) continue;
    if (seat.urgency < chosen.urgency) seat.passedOver += 1;
    if (seat.urgency > chosen.urgency && !seat.hasFirstToken) seat.delays += 1;
  }
}
