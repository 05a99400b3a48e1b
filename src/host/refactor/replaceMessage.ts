/** What it does with the user, who may take their time. */
export interface MessageNotices {
  /** Says that typed words were replaced. @returns whether they are to come back. */
  offerUndo(): Promise<boolean>;
  /** The message has become another one meanwhile, so nothing is undone: these words are handed out in another way. */
  handOut(words: string): Promise<void>;
}

/**
 * Puts a message into a box in which something may be typed already: that can be taken back.
 *
 * @param onShown called once the message is there.
 */
export async function replaceMessage(
  box: { value: string },
  message: string,
  { offerUndo, handOut }: MessageNotices,
  onShown: () => Promise<void>,
): Promise<void> {
  const before = box.value;
  box.value = message;
  await onShown();
  if (before.trim() === '' || before.trim() === message) return;
  if (!(await offerUndo())) return;
  if (box.value === message) box.value = before;
  else await handOut(before);
}
