/**
 * A sentence that quotes text of others (of files, language servers, models) for a notification. VS Code makes links of
 * `[label](command:...)` there, which run a command where somebody clicks on them: here they stay text.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', `]${zeroWidthSpace}(`);
}

const zeroWidthSpace = '\u200b';
