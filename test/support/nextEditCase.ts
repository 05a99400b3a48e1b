/** What a user edits by hand, as `editByHand` reads it, and the text with all that is then proposed. */
export interface NextEditCase {
  readonly languageId: string;
  readonly title: string;
  readonly marked: string;
  /** Left out: nothing is proposed. */
  readonly after?: string;
}
