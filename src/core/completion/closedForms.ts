import { opensBlock } from './blockMode.ts';
import { missingClosers } from './brackets.ts';

/**
 * What a text may become once its user goes on and closes what it has opened: `if (a) {` is not wrong, but not closed yet.
 * None where it opens nothing.
 */
export function closedForms(text: string, languageId: string): readonly string[] {
  const closers = missingClosers(text);
  const last = text.slice(text.trimEnd().lastIndexOf('\n') + 1);
  const words = opensBlock(last, languageId) ? (closingWords[languageId] ?? []) : [];
  const isInComment = text.lastIndexOf('/*') > text.lastIndexOf('*/');
  return [
    ...(closers === '' ? [] : [`${text}${closers}`]),
    ...words.map((word) => `${text}\n${word}${closers}`),
    ...(isInComment ? [`${text} */`] : []),
  ];
}

const closingWords: Readonly<Record<string, readonly string[]>> = {
  ruby: ['end'],
  lua: ['end'],
  elixir: ['end'],
  julia: ['end'],
  shellscript: ['fi', 'done', 'esac'],
};
