import { definitionKey } from '../chat/placement/definitionKey.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { fenceFor } from '../chat/questionParts.ts';
import { isBlank } from '../completion/lines.ts';
import type { AnswerForm } from '../prompt/refactorPrompt.ts';
import type { Refactoring } from './refactoring.ts';
import type { ScopeParts } from './scopeParts.ts';

/**
 * What an answer certainly begins with, so that no model has to find it: the fence, and of a function whose head stays, the
 * line up to its parameters. New imports, comments or helpers may want to stand above it; where they are what is asked for,
 * only the fence is certain.
 */
export function answerBeginning(
  { keeps }: Pick<Refactoring, 'keeps'>,
  { scope, languageId }: ScopeParts,
  form: AnswerForm,
  fence: string,
): string {
  const opening = `${fence}${languageId}\n`;
  if (form === 'edits') return `${opening}<<<<<<< SEARCH\n`;
  if (keeps !== 'signatures' && keeps !== 'oldParts') return opening;
  const line = documentLines(scope).lines.find((text) => !isBlank(text)) ?? '';
  const bracket = line.indexOf('(');
  const key = bracket === -1 ? undefined : definitionKey(line, languageId, true);
  const name = /^value:(?:.*\.)?([\w$]+)$/.exec(key ?? '')?.[1];
  const isHead = name !== undefined && line.slice(0, bracket).trimEnd().endsWith(name);
  return isHead ? opening + line.slice(0, bracket + 1) : opening;
}

/**
 * What the answer stands in: longer than any fence of the code and of what is asked for, and of a text that may get fences, than
 * those that are usual. Else the first of them would end the answer.
 */
export function answerFence({ scope, languageId }: Pick<ScopeParts, 'scope' | 'languageId'>, input: string): string {
  const fence = fenceFor(scope + input);
  return prose.test(languageId) && fence.length < longFence.length ? longFence : fence;
}

const longFence = '`````';
const prose =
  /markdown|^(?:md|mdx|rmd|quarto|restructuredtext|asciidoc|latex|tex|typst|org|plaintext|prompt|instructions|chatmode|skill|git-commit)$/;
