/**
 * Code without what does not change its meaning, so that a signature is found however it is laid out: white space only
 * between words, no comma in front of a closing bracket.
 */
export function normalised(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w\s$]) ?/g, '$1')
    .replace(/,+([)\]}>])/g, '$1')
    .trim();
}
