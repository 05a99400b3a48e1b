import { runInHost } from './runInHost.ts';

/** What VS Code calls: the tests of reviews, in a window of their own. */
export function run(): Promise<void> {
  return runInHost(async () => {
    await import('./reviewTests.ts');
    await import('./newProblemsTests.ts');
    await import('./reviewFaultTests.ts');
  });
}
