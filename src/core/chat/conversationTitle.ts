const maxTitleCharacters = 60;

/** A title for a conversation that begins with this question: its first line, cut at the end of a word. */
export function titleOf(question: string): string {
  const [line = ''] = question.trim().split('\n', 1);
  const words = line.replace(/\s+/g, ' ').trim();
  if (words.length <= maxTitleCharacters) return words;
  const cut = words.slice(0, maxTitleCharacters).replace(/[\uD800-\uDBFF]$/, '');
  const wordEnd = cut.lastIndexOf(' ');
  return `${wordEnd > maxTitleCharacters / 2 ? cut.slice(0, wordEnd) : cut}…`;
}
