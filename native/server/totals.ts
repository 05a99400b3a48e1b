/** Sums over all requests since the engine started. */
export class Totals {
  requests = 0;
  evaluatedTokens = 0;
  reusedTokens = 0;
  decodeTokens = 0;
}
