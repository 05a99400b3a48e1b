/** The word at the cursor that asks for suggestions. Offsets in UTF-16 units. */
export interface TypedWord {
  readonly text: string;
  readonly start: number;
}

/** Mentions that go on behind a space: `#file cla`. */
const longMentions = '#(?:file|folder|symbol)[ ]';

const mentionAtEnd = new RegExp(`(?:^|[\\s(])(${longMentions}\\S*|#\\S*)$`);
const commandAtStart = /^\s*(\/\S*)$/;

/** Longer is no word that is looked up. */
const lengthLimit = 400;

/** @returns the `#` word, or the `/` word that begins the text, which ends at `cursor`. */
export function typedWord(text: string, cursor: number): TypedWord | undefined {
  const before = text.slice(0, cursor);
  const word = (commandAtStart.exec(before) ?? mentionAtEnd.exec(before.slice(-lengthLimit)))?.[1];
  return word === undefined || word.length > lengthLimit ? undefined : { text: word, start: cursor - word.length };
}
