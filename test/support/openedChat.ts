import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { chatPage, openChat } from './chatWorkbench.ts';
import { extensionFolder, type LeewardWorkbench, startLeewardWorkbench } from './leewardWorkbench.ts';
import { launchBrowser, type OpenOptions, openWorkbench, statusItem, type Workbench } from './workbench.ts';
import type { WorkbenchServer, WorkbenchServerOptions } from './workbenchServer.ts';

export interface OpenedChatOptions extends Pick<WorkbenchServerOptions, 'files' | 'settings'> {
  readonly window: OpenOptions;
  /** Before the window is opened. */
  readonly prepare?: (server: WorkbenchServer) => Promise<void>;
}

/**
 * A real VS Code in which the default model is loaded and the chat is open, for all tests of the `describe` that this is
 * called in. What a test leaves behind, the next one finds: each uses files and conversations of its own.
 *
 * @param name of the picture in `out` that is taken where a test fails.
 */
export function openedChat(name: string, { files, settings, window, prepare }: OpenedChatOptions): OpenedChat {
  const opened = new OpenedChat();
  before(async () => {
    opened.browser = await launchBrowser();
    opened.leeward = await startLeewardWorkbench({ ...(files && { files }), ...(settings && { settings }) });
    await prepare?.(opened.server);
    opened.workbench = await openWorkbench(opened.browser, opened.server, window);
    await statusItem(opened.page, /SmolLM2/i).waitFor({ timeout: 90_000 });
    await openChat(opened.page);
  });
  afterEach(async function () {
    const page = opened.workbench?.page;
    if (this.currentTest?.state !== 'failed' || page === undefined) return;
    await page.screenshot({ path: join(extensionFolder, 'out', `${name}-failed.png`) });
    // A dialog or a list that it has left open must not fail the others.
    for (const _ of [1, 2]) await page.keyboard.press('Escape');
    const list = opened.chat.getByRole('button', { name: 'Conversations', expanded: true });
    if (await list.isVisible()) await list.click();
  });
  after(async () => {
    await opened.browser?.close();
    await opened.leeward?.dispose();
  });
  return opened;
}

/** Its parts, once a test runs. */
export class OpenedChat {
  browser: Browser | undefined;
  leeward: LeewardWorkbench | undefined;
  workbench: Workbench | undefined;

  get server(): WorkbenchServer {
    return there(this.leeward).server;
  }

  get window(): Workbench {
    return there(this.workbench);
  }

  get page(): Page {
    return this.window.page;
  }

  get chat(): FrameLocator {
    return chatPage(this.page);
  }
}

function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The window is not open yet.');
  return part;
}
