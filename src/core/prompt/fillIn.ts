/** A prompt with what was typed in place of `{{input}}`; where it has no such place, that follows as a paragraph. */
export function fillIn(prompt: string, input: string): string {
  if (/\{\{\s*input\s*\}\}/.test(prompt)) return prompt.replace(/\{\{\s*input\s*\}\}/g, () => input).trim();
  return input === '' ? prompt.trim() : `${prompt.trim()}\n\n${input}`;
}
