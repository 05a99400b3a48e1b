import { createBirpc } from 'birpc';
import * as v from 'valibot';
import {
  type ChatHost,
  type ChatPage,
  chatPageArguments,
  conversationSummarySchema,
  suggestionSchema,
} from '../src/shared/chatProtocol.ts';
import { mentionSchema } from '../src/shared/conversation.ts';

/** What VS Code gives a webview, once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/**
 * The host's functions. Those of the page can be called from then on, with arguments that have the right shape; what else
 * comes is reported on the console and dropped. So is an answer of the wrong shape: its call fails.
 */
export function connectHost(api: VsCodeApi, page: ChatPage): ChatHost {
  return createBirpc<ChatHost, Record<string, (...args: unknown[]) => void>>(checked(page), {
    post: (message) => api.postMessage(message),
    on: (receive) => window.addEventListener('message', ({ data }) => receive(data)),
    // Questions to the user wait for as long as they take.
    timeout: -1,
    async onRequest({ m: name }, next, resolve) {
      const schema = resultSchemas[name];
      const result = await next();
      resolve(schema === undefined ? result : v.parse(schema, result));
    },
  });
}

const resultSchemas: Readonly<Record<string, v.GenericSchema>> = {
  listConversations: v.array(conversationSummarySchema),
  suggest: v.array(suggestionSchema),
  mentionDropped: v.array(mentionSchema),
};

function checked(page: ChatPage): Record<string, (...args: unknown[]) => void> {
  const names = Object.keys(chatPageArguments) as (keyof ChatPage)[];
  // Without what every object inherits, which could be called as well.
  const functions: Record<string, (...args: unknown[]) => void> = Object.create(null);
  for (const name of names) {
    functions[name] = (...args) => {
      const { success, output, issues } = v.safeParse(chatPageArguments[name], args);
      if (success) (page[name] as (...checked: readonly unknown[]) => void)(...output);
      else console.error(`Leeward: ${name} with ${v.summarize(issues)}`);
    };
  }
  return functions;
}
