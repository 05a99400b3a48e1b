/** The number of leading tokens that two texts have in common. */
export function sharedLength(tokens: ArrayLike<number>, others: ArrayLike<number>): number {
  const end = Math.min(tokens.length, others.length);
  let length = 0;
  while (length < end && tokens[length] === others[length]) length++;
  return length;
}
