/**
 * Attributes of an element that scrolls: it can have the focus, so that the arrow keys scroll it, and has a name to be
 * announced by then.
 */
export function scrollable(name: string): {
  readonly role: 'group';
  readonly tabIndex: 0;
  readonly 'aria-label': string;
} {
  return { role: 'group', tabIndex: 0, 'aria-label': name };
}
