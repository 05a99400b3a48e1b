/**
 * Which of the names that an answer has lost nobody has asked to lose: an instruction names them, or says that such are to go,
 * or to be called otherwise.
 *
 * @param before `Store`, `Store.put`.
 */
export function unaskedLosses(
  before: Iterable<string>,
  after: Iterable<string>,
  instruction: string,
): readonly string[] {
  const [old, own] = [new Set(before), new Set(after)];
  const isLost = (path: string) => old.has(path) && !own.has(path);
  // What goes with its class is its class's matter.
  const lost = [...old].filter((path) => isLost(path) && !isLost(path.slice(0, Math.max(0, path.lastIndexOf('.')))));
  const gained = [...own].filter((path) => !old.has(path)).length;
  if (removesSome.test(instruction) || (gained >= lost.length && renames.test(instruction))) return [];
  const words = new Set(instruction.match(/[\p{L}\p{N}_$]+/gu));
  return lost.filter((path) => !words.has(path.match(/[\p{L}\p{N}_$]+/gu)?.at(-1) ?? ''));
}

/** `delete all unused functions`, and not `remove the comments in all functions`. */
const removesSome =
  /\b(?:remove|delete|drop|discard|get rid of|merge|inline|combine|keep only|only keep)(?:\s+(?!(?:from|in|of|within|inside|for|to|on|above|below)\b)[\w-]+){0,3}\s+(?:functions?|methods?|class(?:es)?|helpers?|definitions?|interfaces?|members?|(?:dead|unused) code|everything|duplicates|rest|others)\b/i;
const renames = /\b(?:renam|nam(?:e|es|ing)\b|convert|turn|replac|transform|translat|port\b|rewrit)/i;
