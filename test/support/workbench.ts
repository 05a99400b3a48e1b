import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { chromium as chromiumPath } from '../../tools/chromium.ts';
import type { Settings } from '../../tools/codeServer/quietSettings.ts';
import { eventually } from './eventually.ts';
import { guardNetwork, type NetworkGuard, resolveNothing } from './workbenchNetwork.ts';
import type { WorkbenchServer } from './workbenchServer.ts';

export interface Workbench {
  readonly page: Page;
  readonly network: NetworkGuard;
  /** Closes the window, as a user does. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Relative to the workspace; opened with the focus in its editor. */
  readonly file?: string;
  /** The cursor's place, 1-based. */
  readonly line?: number;
  readonly column?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** More of what VS Code reads from its address: name and value. */
  readonly payload?: readonly (readonly [name: string, value: string])[];
  /** Before the page is loaded: to expose functions to it. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** @throws ToolError that says how to get a Chromium where there is none. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumArguments, resolveNothing] });
}

/** Opens a window of its own on the server's workspace. Many may be open at once. */
export async function openWorkbench(
  browser: Browser,
  server: WorkbenchServer,
  options: OpenOptions = {},
): Promise<Workbench> {
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1200, height: 750 } });
  const network = await guardNetwork(context);
  const page = await context.newPage();
  page.setDefaultTimeout(defaultTimeoutMs);
  await options.prepare?.(page);
  await page.goto(workbenchAddress(server, options));
  await page.locator('.monaco-workbench .statusbar').waitFor();
  if (options.file !== undefined) await page.locator(`${activeEditor} .view-lines`).waitFor();
  return { page, network, close: () => context.close() };
}

/** How long anything in the page may take to appear. */
export const defaultTimeoutMs = 30_000;

/** The editor that has, or last had, the focus. */
export const activeEditor = '.editor-group-container.active .editor-instance .monaco-editor';

/** The URI of a file of this machine, as the workbench sees it. */
export function remoteUri(server: WorkbenchServer, absolutePath: string): string {
  return `vscode-remote://${new URL(server.address).host}${toUriPath(absolutePath)}`;
}

/**
 * A status bar item by (a part of) its text; wait for it with `.waitFor()`. An extension that makes one as it activates
 * is ready for typing once it is there.
 */
export function statusItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.statusbar-item', { hasText: text });
}

/**
 * Opens the box at the top of the window by a key, and writes into it. A key that is pressed while the focus goes from one
 * place to another is lost, and a box that has just been opened may be closed by that.
 *
 * @returns the box's input.
 */
export async function fillBox(page: Page, key: string, text: string): Promise<Locator> {
  const input = page.locator('.quick-input-widget input').first();
  await eventually(`the box of ${key}`, async () => {
    await page.keyboard.press(key);
    return await input.fill(text, { timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
  return input;
}

/** Runs a command by its whole title, as it stands in the command palette. It may have opened a list of its own by then. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = await fillBox(page, 'F1', `>${title}`);
  // By its row: Enter would take the first, which may be another that was used lately, or one of the list before.
  const name = page.getByText(title, { exact: true });
  await widget.locator('.monaco-list-row').filter({ has: name }).first().click();
  await eventually('the end of the command palette', async () => {
    // The command's own list uses the same box.
    return (await widget.isHidden()) || (await input.inputValue()) !== `>${title}`;
  });
}

/** The document inside the webview that is visible; only one may be. */
export function webview(page: Page): ReturnType<Page['frameLocator']> {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

const themes = {
  dark: { name: 'Dark 2026', workbenchClass: 'vs-dark' },
  light: { name: 'Light 2026', workbenchClass: 'vs' },
  highContrast: { name: 'Default High Contrast', workbenchClass: 'hc-black' },
} as const;

/** Changes the theme, and with it all the settings, to the quiet ones and these; resolves when it is seen. */
export async function setTheme(
  { page }: Workbench,
  server: WorkbenchServer,
  theme: keyof typeof themes,
  settings: Settings = {},
): Promise<void> {
  const { name, workbenchClass } = themes[theme];
  await server.writeSettings({ ...settings, 'workbench.colorTheme': name });
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
}

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function workbenchAddress(server: WorkbenchServer, { file, line = 1, column = 1, payload = [] }: OpenOptions): string {
  const entries: (readonly [string, string])[] = [['skipWelcome', 'true'], ...payload];
  if (file !== undefined) {
    const uri = remoteUri(server, `${server.workspaceFolder}/${file}`);
    entries.push(['openFile', `${uri}:${line}:${column}`], ['gotoLineMode', 'true']);
  }
  const url = new URL(server.address);
  url.searchParams.set('folder', toUriPath(server.workspaceFolder));
  url.searchParams.set('payload', JSON.stringify(entries));
  return url.href;
}

function toUriPath(absolutePath: string): string {
  const slashes = absolutePath.replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}
