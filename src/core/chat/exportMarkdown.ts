import type { Attachment, Conversation, Message } from '../../shared/conversation.ts';
import { branchOf } from './conversationTree.ts';
import { mentionLabel } from './mentionKinds.ts';
import { plainMarkdown } from './plainMarkdown.ts';
import { fenceFor } from './questionParts.ts';

/** The shown branch of a conversation as a markdown file; what was attached is folded. */
export function exportMarkdown(conversation: Conversation): string {
  const title = conversation.title === '' ? 'Conversation' : conversation.title;
  const messages = branchOf(conversation).map(describe);
  return `${[`# ${plainMarkdown(title)}`, ...messages].join('\n\n')}\n`;
}

function describe(message: Message): string {
  if (message.role === 'user')
    return ['## You', ...message.attachments.map(folded), message.typed ?? message.text].join('\n\n');
  const { modelName, status, text, problem } = message;
  const remark = {
    complete: '',
    streaming: 'Not finished.',
    stopped: 'Stopped.',
    cut: 'Cut.',
    failed: 'Failed.',
    refused: 'Refused.',
  };
  const note = [remark[status], problem ?? ''].filter((part) => part !== '').join(' ');
  const heading = `## ${plainMarkdown(modelName === '' ? 'Leeward' : modelName)}`;
  return [heading, closed(text), note === '' ? '' : `*${plainMarkdown(note)}*`]
    .filter((part) => part !== '')
    .join('\n\n');
}

function folded({ mention, path, languageId, text, problem }: Attachment): string {
  const summary = escapeHtml([mentionLabel(mention), problem].filter((part) => part !== undefined).join(': '));
  const fence = fenceFor(text);
  const info = [languageId, path]
    .filter((part) => part !== undefined)
    .join(' ')
    .replace(/[`\n\r]/g, ' ');
  const body = text === '' ? '' : `\n${fence}${info}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`;
  return `<details><summary>${summary}</summary>\n${body}\n</details>`;
}

/** An answer that was stopped within a code block must not swallow what follows. */
function closed(text: string): string {
  let open = '';
  for (const line of text.split('\n')) {
    const [, fence = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === '') continue;
    if (open === '') open = fence;
    else if (fence.startsWith(open) && info.trim() === '') open = '';
  }
  return open === '' ? text : `${text}\n${open}`;
}

function escapeHtml(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
