import type { BrowserContext } from 'playwright-core';

export interface NetworkGuard {
  /** Every outside address that was asked for, in order. */
  readonly refused: readonly string[];
}

/**
 * Refuses and records every request of a page, its frames and its web sockets that is not for loopback. Web sockets are
 * refused by {@link resolveNothing}.
 *
 * VS Code fetches the resources of its webviews from a `vscode-resource` host that a service worker answers itself:
 * those requests never come here, so no outside name needs to be allowed.
 */
export async function guardNetwork(context: BrowserContext): Promise<NetworkGuard> {
  const refused: string[] = [];
  await context.route(isOutside, (route) => {
    refused.push(route.request().url());
    return route.abort('blockedbyclient');
  });
  // Not `routeWebSocket`: it puts its own object in the place of every web socket, and now and then VS Code's stop.
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (isOutside(new URL(socket.url()))) refused.push(socket.url());
    });
  });
  return { refused };
}

/** Chromium resolves no name at all: the fence for web sockets, workers and Chromium itself. */
export const resolveNothing = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';

function isOutside(url: URL): boolean {
  const isNetwork = ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol);
  return isNetwork && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}
