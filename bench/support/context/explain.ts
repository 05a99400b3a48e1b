import { isHit } from './isHit.ts';
import type { Decision } from './leewardContestant.ts';
import type { MaskedLine, Question } from './questions.ts';

/** The line with what it is said to need, for a person to judge. */
export function explainLine({ path, line, original, questions }: MaskedLine): string {
  const needs = questions.map((question) => `    ${question.name} [${question.rule}] ${placesOf(question)}`);
  return [`${path}:${line + 1}: ${original.trim()}`, ...needs].join('\n');
}

/** Why a definition is not in the prompt: nobody proposed it, or others were taken before it. */
export function explainMiss({ path, line, original }: MaskedLine, question: Question, decision: Decision): string {
  const rank = decision.candidates.symbols.findIndex(({ path: candidatePath, symbol }) =>
    question.definitions.some((one) => one.path === candidatePath && one.name === symbol.name),
  );
  const candidate = decision.candidates.symbols[rank];
  const chunk = decision.candidates.chunks.some((one) => isHit([one], question.definitions));
  const why =
    candidate === undefined
      ? `no candidate${chunk ? ', but in a chunk' : ''}`
      : `candidate ${rank + 1} of ${decision.candidates.symbols.length} (${candidate.reaches.map(({ kind }) => kind).join(', ')}), signature \`${candidate.symbol.signature}\``;
  const isChosen = decision.snippets.some(
    (snippet) => question.definitions.some((one) => one.path === snippet.path) && snippet.text.includes(question.name),
  );
  return [
    `MISS ${path}:${line + 1}: ${original.trim()}`,
    `    ${question.name} [${question.rule}] ${placesOf(question)}`,
    `    ${why}${isChosen ? '; its name is in a chosen snippet of its file' : ''}`,
  ].join('\n');
}

function placesOf({ definitions }: Question): string {
  return definitions
    .slice(0, 3)
    .map(({ path, lines, container, keys }) => `${path}:${lines.start + 1} ${container ?? ''} «${keys[0]}»`)
    .join(' | ');
}
