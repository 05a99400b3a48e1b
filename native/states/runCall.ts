/** Makes one call of the engine's only thread when it is its turn. May refuse with CancelledError. */
export type RunCall = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** Where nobody else computes. */
export const atOnce: RunCall = (call) => call();
