/** Why a block is not applied, and what to do. */
export const reasons = {
  cutOff: () => 'The answer was cut off inside this block. Ask for the rest of it, or copy what is there.',
  empty: () => 'The block is empty: there is nothing to apply.',
  tooLong: () =>
    'The block, the file or one of its lines is too long to place the block with certainty. Copy what you need.',
  nowhere: (path: string) =>
    `The block does not say where it goes in ${nameOf(path)}. Insert it at the cursor instead.`,
  ambiguous: (what: string, path: string) =>
    `${what} fits more than one place in ${nameOf(path)}. Insert it at the cursor instead.`,
  leavesOut: (what: string, path: string) =>
    `The block leaves out ${what}, which ${nameOf(path)} has, and does not say whether that goes. Copy what you need, or ask for the whole file.`,
  unclearElision: (path: string) =>
    `The block leaves code out at a place that cannot be told in ${nameOf(path)}. Copy what you need, or ask for the whole file.`,
  similar: (what: string, path: string) =>
    `The block may replace ${what} in ${nameOf(path)} or stand beside it. Insert it at the cursor instead.`,
  indentation: () => 'The indentation of the block does not fit its place. Insert it at the cursor instead.',
  unbalanced: (path: string) =>
    `With the block, the brackets of ${nameOf(path)} would no longer match. Copy what you need, or ask for the whole file.`,
  hunkNowhere: (hunk: number, path: string) =>
    `The lines that part ${hunk} of the diff changes are not in ${nameOf(path)}; it may have changed since. Copy what you need, or ask again.`,
  hunkAmbiguous: (hunk: number, path: string) =>
    `Part ${hunk} of the diff fits more than one place in ${nameOf(path)}. Copy what you need, or ask for more lines around it.`,
  diffBroken: () =>
    'The diff cannot be read: it does not say which lines it changes. Copy what you need, or ask for the whole file.',
  otherFiles: (path: string) => `The diff changes other files than ${nameOf(path)}. Apply it to those instead.`,
  deletesFile: (path: string) => `The diff deletes ${nameOf(path)}. Delete the file yourself if that is meant.`,
  renamesFile: (path: string) =>
    `The diff renames ${nameOf(path)}. Rename the file yourself, then copy what changes in it.`,
  createsFile: (path: string) =>
    `The diff creates ${nameOf(path)}, which is there already. Make a new file of it instead.`,
} as const;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || 'the document';
}
