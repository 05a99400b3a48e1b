import { runInHost } from './runInHost.ts';

/** What VS Code calls: the tests that want a scripted engine, in a window of their own. */
export function run(): Promise<void> {
  return runInHost(async () => {
    await import('./refactorTests.ts');
    await import('./refactorClosedTests.ts');
    await import('./refactorMovedTests.ts');
    await import('./refactorFilesTests.ts');
  });
}
