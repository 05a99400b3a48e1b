/** The mocha runs, in their order. Every test file belongs to exactly one. */
export const testRuns = ['unit', 'engine', 'vscode'] as const;

export type TestRun = (typeof testRuns)[number];

/**
 * The run of a test file: `vscode` needs a browser, and mostly a real VS Code in it, `engine` the native library, `unit` nothing but the build.
 *
 * @param path relative to the repository, with `/`.
 */
export function runOf(path: string): TestRun {
  if (path.startsWith('test/vscode/') || path.startsWith('test/media/')) return 'vscode';
  if (path.startsWith('test/native/') || path.startsWith('test/host/')) return 'engine';
  return 'unit';
}
