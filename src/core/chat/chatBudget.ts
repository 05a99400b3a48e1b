/** What one message costs in the prompt, in tokens, its place in the format included. */
export interface TurnTokens {
  readonly questionTokens: number;
  readonly answerTokens: number;
}

export interface ChatBudgetInput {
  readonly contextTokens: number;
  /** Of the system text, and of what the format has before the first message. */
  readonly systemTokens: number;
  /** Turns that were answered, oldest first. */
  readonly turns: readonly TurnTokens[];
  /** Of the next question. */
  readonly questionTokens: number;
}

export interface ChatBudget {
  /** The question fits with nothing before it. */
  readonly fits: boolean;
  /** Turns at the beginning that the prompt leaves out. */
  readonly droppedTurns: number;
  /** Left out at most when the context is full: those of `droppedTurns`, and what goes next. */
  readonly nextDroppedTurns: number;
  /** Of the prompt: system text, kept turns, question. */
  readonly usedTokens: number;
  /** For the answer. */
  readonly reservedTokens: number;
  /** For the question alone, when everything before it is left out. */
  readonly questionRoomTokens: number;
}

/**
 * Which turns the next prompt has. All of them, as long as they fit. Once they do not, the oldest are left out until what
 * is kept takes half of the room: so the beginning of the prompt, which the engine has evaluated, stays as it is for many
 * turns and does not move with each.
 *
 * That needs no memory: the conversation is gone through from its first question on, and what was left out at one stays
 * left out, whatever the next ones are. So the same branch always has the same beginning.
 */
export function chatBudget({ contextTokens, systemTokens, turns, questionTokens }: ChatBudgetInput): ChatBudget {
  const reservedTokens = answerReserve(contextTokens);
  const room = Math.max(0, contextTokens - reservedTokens - systemTokens);
  let [first, kept] = [0, 0];
  const dropUntilHalf = (next: number, behind: number) => {
    while (first < behind && (kept > room / 2 || kept + next > room)) {
      kept -= tokensOf(turns[first]);
      first += 1;
    }
  };
  for (const [index, turn] of turns.entries()) {
    if (kept + turn.questionTokens > room) dropUntilHalf(turn.questionTokens, index);
    kept += tokensOf(turn);
  }
  if (kept + questionTokens > room) dropUntilHalf(questionTokens, turns.length);
  const droppedTurns = first;
  const usedTokens = systemTokens + kept + questionTokens;
  if (first < turns.length) {
    kept -= tokensOf(turns[first]);
    first += 1;
    dropUntilHalf(0, turns.length);
  }
  return {
    fits: questionTokens <= room,
    droppedTurns,
    nextDroppedTurns: first,
    usedTokens,
    reservedTokens,
    questionRoomTokens: room,
  };
}

/** Kept free for an answer: enough for a screenful or two of code, and never most of a small context. */
function answerReserve(contextTokens: number): number {
  return Math.min(1_024, Math.floor(contextTokens / 4));
}

function tokensOf(turn: TurnTokens | undefined): number {
  return turn === undefined ? 0 : turn.questionTokens + turn.answerTokens;
}
