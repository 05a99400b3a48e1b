import type { Attachment, UserMessage } from '../../shared/conversation.ts';
import type { MessagePart } from '../prompt/chatPrompt.ts';
import { mentionDescription } from './mentionKinds.ts';

/**
 * A question as the model is given it: what is attached, each in a fence of its own, and then what the user wrote. All of
 * it is text, file names too: none can spell a marker. The parts are tokenised one by one, so that another question
 * behind the same attachments finds those evaluated.
 */
export function questionParts({
  text,
  attachments,
}: Pick<UserMessage, 'text' | 'attachments'>): readonly MessagePart[] {
  const attached = attachments.filter((one) => one.text.trim() !== '').map(attachmentText);
  return [...attached, text].map((part) => ({ kind: 'text', text: part }));
}

/** The same in one piece, to be counted or read. */
export function questionText(question: Pick<UserMessage, 'text' | 'attachments'>): string {
  return questionParts(question)
    .map(({ text }) => text)
    .join('');
}

/**
 * What it is, and the text in a fence that says language and path, as the model is asked to write its own. Lines are said
 * as people count them, from 1.
 */
export function attachmentText({ mention, path, languageId, lines, text }: Attachment): string {
  const name = oneLine(path ?? '');
  const place = lines === undefined ? '' : `, ${describeLines(lines.start + 1, lines.end)}`;
  const title = name === '' ? oneLine(mention.label) || `#${mention.kind}` : `${name}${place}`;
  const fence = fenceFor(text);
  const info = [(languageId ?? '').replace(/[^\w+#.-]/g, ''), name].filter((word) => word !== '').join(' ');
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return `${mentionDescription(mention.kind)} ${title}:\n${fence}${info}\n${body}${fence}\n\n`;
}

/** Longer than any fence in the text, so that no text can end its own. */
export function fenceFor(text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  return '`'.repeat(longest + 1);
}

function describeLines(first: number, last: number): string {
  return last <= first ? `line ${first}` : `lines ${first} to ${last}`;
}

/** File names may hold line ends and fences too. */
function oneLine(name: string): string {
  return name
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replaceAll('`', "'")
    .trim();
}
