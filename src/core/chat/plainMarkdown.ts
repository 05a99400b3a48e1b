/** A name or a sentence on one line, such that markdown shows it as it is. */
export function plainMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#!|~]/g, '\\$&');
}
