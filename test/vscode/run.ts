import { runInHost } from './runInHost.ts';

/** What VS Code calls: the entry of the test bundle, on the desktop and in the web workbench. */
export function run(): Promise<void> {
  return runInHost(async () => {
    await import('./extensionTests.ts');
    await import('./blockActionTests.ts');
    await import('./languageModelTests.ts');
    await import('./refactorModelTests.ts');
  });
}
