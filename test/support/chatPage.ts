import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { Browser, Page } from 'playwright-core';
import { chatHtml } from '../../src/host/chat/chatHtml.ts';
import type { ChatHost, ChatPage, ChatView } from '../../src/shared/chatProtocol.ts';
import { eventually } from './eventually.ts';

export const themeNames = [
  'lightModern',
  'darkModern',
  'highContrast',
  'highContrastLight',
  'dark2026',
  'light2026',
] as const;

type ThemeName = (typeof themeNames)[number];

/** The variables that the page uses, as VS Code sets them in a webview, and the class of the body. */
const themes: Readonly<Record<ThemeName, { readonly className: string; readonly variables: Record<string, string> }>> =
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/chat/themes.json'), 'utf8'));

export interface ChatPageOptions {
  readonly view: ChatView;
  readonly theme?: ThemeName;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Of the page's language: right to left. */
  readonly isRightToLeft?: boolean;
  /** What a page before has left with VS Code. */
  readonly state?: unknown;
  /** What the host does when it is called; by default nothing, and it finds nothing. */
  readonly host?: Partial<ChatHost>;
}

export interface OpenChatPage {
  readonly page: Page;
  /** Every call of the host, in its order. */
  readonly calls: readonly HostCall[];
  /** Addresses of everything that was asked for, but the page's own four files. */
  readonly requests: readonly string[];
  /** What the page reported: errors, and what its content security policy has refused. */
  readonly problems: readonly string[];
  /** Calls the page, as the host does. Resolves when the page has taken it over. */
  readonly say: { readonly [T in keyof ChatPage]: (...args: Parameters<ChatPage[T]>) => Promise<void> };
  setTheme(theme: ThemeName): Promise<void>;
  /** What the page has left with VS Code. */
  savedState(): Promise<unknown>;
  /** Waits for a call. */
  called(name: keyof ChatHost): Promise<readonly unknown[]>;
  /** Waits until an expression is true in the page. Its policy forbids what playwright's own waiting does. */
  until(expression: string): Promise<void>;
  close(): Promise<void>;
}

interface HostCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

const origin = 'http://chat.localhost';
const folder = resolve(import.meta.dirname, '../../dist/chat');

/**
 * The built chat page in a browser, with its content security policy, a theme, and a scripted host. Each has a document of
 * its own; tabs are used again, since a new one takes longer than all the rest.
 */
export async function openChatPage(browser: Browser, options: ChatPageOptions): Promise<OpenChatPage> {
  const { viewport = { width: 340, height: 700 } } = options;
  const tab = idleTabs.get(browser)?.pop() ?? (await newTab(browser));
  const { page } = tab;
  await page.setViewportSize(viewport);
  const calls: HostCall[] = [];
  const requests: string[] = [];
  const problems: string[] = [];
  const receivers: ((message: unknown) => void)[] = [];
  tab.visit = { html: documentOf(options), requests, problems, receivers };

  // One way: through a function of the page that reaches this process. The other: messages to its window.
  const deliver = (message: unknown): Promise<void> =>
    page.evaluate(`window.postMessage(${JSON.stringify(message, errorsToo)}, '*')`);
  const ready = async (): Promise<void> => remote.$callEvent('show', options.view);
  const remote: BirpcReturn<ChatPage, ChatHost> = createBirpc<ChatPage, ChatHost>(
    recordingHost({ ready, ...options.host }, calls),
    {
      post: deliver,
      on: (receive) => receivers.push(receive),
      timeout: -1,
    },
  );
  await page.goto(origin);
  await page.locator('.composer').waitFor();

  const say = new Proxy({} as OpenChatPage['say'], {
    get:
      (_, name: keyof ChatPage) =>
      async (...args: never[]) => {
        await remote.$callEvent(name, ...(args as unknown as Parameters<ChatPage[typeof name]>));
        await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      },
  });
  const called = async (name: keyof ChatHost): Promise<readonly unknown[]> => {
    const call = () => calls.findLast((one) => one.name === name);
    return (await eventually(`a call of ${name}`, call)).args;
  };
  const until = async (expression: string): Promise<void> => {
    await eventually(expression, async () => Boolean(await page.evaluate(expression)));
  };
  return {
    page,
    calls,
    requests,
    problems,
    say,
    setTheme: (theme) => page.evaluate(applyTheme(theme)),
    savedState: () => page.evaluate('window.leewardState()'),
    called,
    until,
    close: async () => {
      // Nothing is hovered over in the next one.
      await page.mouse.move(0, 0);
      await page.goto('about:blank');
      idleTabs.set(browser, [...(idleTabs.get(browser) ?? []), tab]);
    },
  };
}

interface ChatTab {
  readonly page: Page;
  /** The latest. */
  visit: Visit;
}

/** What one document is made of, and what came of it. */
interface Visit {
  readonly html: string;
  readonly requests: string[];
  readonly problems: string[];
  readonly receivers: ((message: unknown) => void)[];
}

const idleTabs = new WeakMap<Browser, ChatTab[]>();

async function newTab(browser: Browser): Promise<ChatTab> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const tab: ChatTab = { page, visit: { html: '', requests: [], problems: [], receivers: [] } };
  page.on('pageerror', (error) => tab.visit.problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && tab.visit.problems.push(message.text()));
  await context.route('**', async (route) => {
    const { origin: from, pathname } = new URL(route.request().url());
    const contentType = from === origin ? contentTypes[pathname] : undefined;
    if (contentType !== undefined) {
      return route.fulfill({ contentType, body: pathname === '/' ? tab.visit.html : assetOf(pathname) });
    }
    tab.visit.requests.push(route.request().url());
    return route.abort();
  });
  await page.exposeFunction('leewardPost', (message: unknown) => {
    for (const receive of tab.visit.receivers) receive(message);
  });
  return tab;
}

const assets = new Map<string, Buffer>();

function assetOf(path: string): Buffer {
  const known = assets.get(path);
  if (known !== undefined) return known;
  const body = readFileSync(join(folder, path));
  assets.set(path, body);
  return body;
}

/** As VS Code's own channel is used: an error is its name and its message. */
function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}

const contentTypes: Readonly<Record<string, string>> = {
  '/': 'text/html',
  '/chat.js': 'text/javascript',
  '/chat.css': 'text/css',
  '/codicon.css': 'text/css',
  '/codicon.ttf': 'font/ttf',
};

/** The host's document, with VS Code's additions: its API, the theme's class and variables, and the direction of its text. */
function documentOf({ theme = 'darkModern', isRightToLeft = false, state }: ChatPageOptions): string {
  const html = chatHtml({ cspSource: origin, nonce: 'test', assetUri: (name) => `/${name}` });
  const api = `
    let state = ${JSON.stringify(state)?.replaceAll('<', '\\u003c') ?? 'undefined'};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.leewardPost(message),
      getState: () => state,
      setState: (next) => { state = next; },
    });
    window.leewardState = () => state;`;
  return html
    .replace('<html lang="en">', `<html lang="en" dir="${isRightToLeft ? 'rtl' : 'ltr'}">`)
    .replace('<body>', () => `<body>\n<script nonce="test">{${api}\n${applyTheme(theme)}}</script>`);
}

function applyTheme(theme: ThemeName): string {
  const { className, variables } = themes[theme];
  return `
    document.documentElement.removeAttribute('style');
    for (const [name, value] of Object.entries(${JSON.stringify(variables)})) document.documentElement.style.setProperty(name, value);
    document.body.className = ${JSON.stringify(className)};`;
}

function recordingHost(given: Partial<ChatHost>, calls: HostCall[]): ChatHost {
  const results: Partial<ChatHost> = {
    listConversations: async () => [],
    suggest: async () => [],
    mentionDropped: async () => [],
    ...given,
  };
  return new Proxy({} as ChatHost, {
    get:
      (_, name: keyof ChatHost) =>
      async (...args: never[]) => {
        calls.push({ name, args });
        return (results[name] as ((...args: never[]) => unknown) | undefined)?.(...args);
      },
  });
}
