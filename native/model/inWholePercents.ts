/**
 * Passes progress on when it has come to another whole percent: sources report every tensor or block.
 *
 * @param tell gets 0 to 1.
 */
export function inWholePercents(tell: (progress: number) => void): (progress: number) => void {
  let percent = -1;
  return (progress) => {
    const reached = Math.floor(progress * 100);
    if (reached === percent) return;
    percent = reached;
    tell(percent / 100);
  };
}
