import { createBirpc } from 'birpc';
import * as v from 'valibot';
import { type ChatHost, type ChatPage, chatHostArguments, chatPageArguments } from '../../shared/chatProtocol.ts';
import { BugError, isCancelled, UserError } from '../../shared/errors.ts';
import { notify } from '../../shared/notify.ts';

/** What is used of a webview. */
export interface PageChannel {
  postMessage(message: unknown): PromiseLike<boolean>;
  onDidReceiveMessage(receive: (message: unknown) => void): { dispose(): void };
}

export interface PageConnection {
  readonly page: ChatPage;
  dispose(): void;
}

/**
 * The page at the other end of a channel. What it calls is checked here, and nowhere else; why a call failed reaches it as
 * a sentence.
 *
 * @param onBug told of what is nobody's fault but ours, before the page is.
 */
export function connectPage(channel: PageChannel, host: ChatHost, onBug: (error: unknown) => void): PageConnection {
  let subscription: { dispose(): void } | undefined;
  const page = createBirpc<ChatPage, Record<string, (...args: unknown[]) => Promise<unknown>>>(checked(host, onBug), {
    // A page that is hidden has gone, and is shown everything when it comes back. Nobody waits for what it is told.
    post: (message) => notify(async () => void (await channel.postMessage(message))),
    on: (receive) => {
      subscription = channel.onDidReceiveMessage(receive);
    },
    off: () => subscription?.dispose(),
    eventNames: Object.keys(chatPageArguments) as (keyof ChatPage)[],
    serialize: withPlainError,
    timeout: -1,
    onGeneralError: (error) => {
      onBug(error);
      return true;
    },
  });
  return { page, dispose: () => page.$close() };
}

function checked(
  host: ChatHost,
  onBug: (error: unknown) => void,
): Record<string, (...args: unknown[]) => Promise<unknown>> {
  // Without what every object inherits, which could be called as well.
  const functions: Record<string, (...args: unknown[]) => Promise<unknown>> = Object.create(null);
  for (const name of Object.keys(chatHostArguments) as (keyof ChatHost)[]) {
    functions[name] = async (...args) => {
      try {
        const { success, output, issues } = v.safeParse(chatHostArguments[name], args);
        if (!success) throw new BugError(`The chat page calls ${name} with ${v.summarize(issues)}`);
        return await (host[name] as (...checkedArgs: readonly unknown[]) => Promise<unknown>)(...output);
      } catch (error) {
        if (isCancelled(error)) return undefined;
        if (error instanceof UserError) throw error;
        onBug(error);
        throw new Error('Something in Leeward went wrong. "Leeward: Show Log" says what.');
      }
    };
  }
  return functions;
}

/** On its way to the page an error loses its class, and all that is not said here. */
function withPlainError(message: { readonly e?: unknown }): unknown {
  const { e: error } = message;
  return error instanceof Error ? { ...message, e: { name: error.name, message: error.message } } : message;
}
