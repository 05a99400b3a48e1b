/**
 * Tokens a native call evaluates at most, and the batch size of contexts: an abort or a more urgent request waits for one
 * such call. Half as many would cost a third more time.
 */
export const chunkTokens = 128;
