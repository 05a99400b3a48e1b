/** Alt and an arrow go from question to answer to question, above the last to the input. */
export function moveBetweenTurns(event: KeyboardEvent): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  const turns = [...document.querySelectorAll<HTMLElement>('.turn')];
  const here = document.activeElement?.closest<HTMLElement>('.turn') ?? null;
  const at = here === null ? turns.length : turns.indexOf(here);
  const next = event.key === 'ArrowUp' ? Math.max(0, at - 1) : at + 1;
  event.preventDefault();
  const target = turns[next] ?? document.querySelector<HTMLElement>('.composer textarea');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}
