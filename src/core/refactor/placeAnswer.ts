import { applyEdits, type TextEdit } from '../../shared/text.ts';
import { type CodeBlock, codeBlocks } from '../chat/codeBlocks.ts';
import { isImport } from '../chat/placement/definitionKey.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { outline } from '../chat/placement/outline.ts';
import { placeBlock } from '../chat/placement/placeBlock.ts';
import { readSearchReplace } from '../chat/placement/searchReplace.ts';
import { isBlank } from '../completion/lines.ts';
import { type ScopeParts, textOf } from './scopeParts.ts';
import { splitImports } from './splitImports.ts';
import { writeScope } from './writeScope.ts';

/** What an answer makes of a document. */
export type PlacedAnswer =
  | { readonly kind: 'placed'; readonly after: ScopeParts }
  /** One sentence, for the user and for the model that is asked again. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads an answer in whichever form it came (all of the scope, with or without code left out, search and replace, a unified
 * diff), and puts it into the place of the scope. Behind the scope nothing changes, and before it only imports are added.
 *
 * @param isEnded the answer was not cut off.
 */
export function placeAnswer(markdown: string, before: ScopeParts, isEnded: boolean): PlacedAnswer {
  const blocks = codeBlocks(markdown).filter(({ code }) => code.trim() !== '');
  const block = onlyBlock(blocks);
  if (block === undefined) {
    return refused(
      blocks.length === 0
        ? 'The answer has no code.'
        : 'The answer has several code blocks, and does not say which of them is meant.',
    );
  }
  if (!block.isClosed && !isEnded) return refused('The answer was cut off.');
  const code = block.isClosed ? block.code : withoutShortFence(block.code, before);
  const closed = { code, language: block.language, isClosed: true };
  return isEdits(block) ? placeEdits(closed, before) : placeWhole(code, before);
}

/** A model may end a long fence by a usual one: then that is one too many. */
function withoutShortFence(code: string, { scope }: ScopeParts): string {
  const isPaired = (text: string) => (text.match(/^[ \t]*`{3,}[^`\n]*$/gm) ?? []).length % 2 === 0;
  return isPaired(code) === isPaired(scope) ? code : code.replace(/(?:^|\n)`{3,}\s*$/, '\n');
}

/** Blocks of edits are one, one after the other. */
function onlyBlock(blocks: readonly CodeBlock[]): CodeBlock | undefined {
  const [first] = blocks;
  if (first === undefined || blocks.length === 1) return first;
  if (!blocks.every(isEdits)) return undefined;
  const code = blocks.map((block) => block.code).join('');
  return { ...first, code, isClosed: blocks.at(-1)?.isClosed === true };
}

function isEdits({ code, language }: CodeBlock): boolean {
  if (readSearchReplace(code) !== undefined) return true;
  return /^(?:diff|patch|udiff)$/.test(language) || /^(?:diff --git |--- .*\n\+\+\+ |@@ -\d)/m.test(code);
}

/** Within the scope alone: what looks the same elsewhere in the document is not meant. */
function placeEdits(block: Pick<CodeBlock, 'code' | 'language' | 'isClosed'>, before: ScopeParts): PlacedAnswer {
  const { scope, languageId, path } = before;
  const placement = placeBlock(block, { text: scope, languageId, path, isNamed: true });
  if (placement.kind === 'refused') return refused(firstSentence(placement.reason));
  const edits = placement.kind === 'placed' ? placement.edits : [];
  return { kind: 'placed', after: { ...before, scope: applyEdits(scope, edits.toReversed()) } };
}

function placeWhole(code: string, before: ScopeParts): PlacedAnswer {
  const { imports, rest } = splitImports(code, before);
  const scope = writeScope(rest, before);
  if (scope.kind === 'foreign') return placeForeign(code, before, scope.name);
  if (scope.kind === 'refused') return refused(firstSentence(scope.reason));
  const after = { ...before, scope: scope.text };
  if (imports.length === 0) return { kind: 'placed', after };
  const { languageId, path } = before;
  const shown = [...imports, '', ...firstDefinition(after), ''];
  const block = { code: shown.join('\n'), language: '', isClosed: true };
  const placement = placeBlock(block, { text: textOf(after), languageId, path, isNamed: true });
  if (placement.kind === 'refused')
    return refused(`Its imports have no certain place. ${firstSentence(placement.reason)}`);
  const edits = placement.kind === 'placed' ? placement.edits : [];
  if (edits.some(({ range }) => range.end > after.head.length)) {
    return refused('The answer imports something, and its place would be within the code or below it.');
  }
  return { kind: 'placed', after: { ...after, head: applyEdits(after.head, edits.toReversed()) } };
}

/** Where a document imports nothing yet, only what stands first in it tells where imports go. */
function firstDefinition(document: ScopeParts): readonly string[] {
  const { lines } = documentLines(textOf(document));
  const { units } = outline(lines, document.languageId);
  const first = units.find(({ kind }) => kind === 'definition' || kind === 'statement');
  return first === undefined || units.some(({ kind }) => kind === 'import') ? [] : lines.slice(first.head, first.end);
}

/** An answer that shows more of the document than was asked for: what it changes must be in the scope all the same. */
function placeForeign(code: string, before: ScopeParts, name: string): PlacedAnswer {
  const { head, scope, languageId, path } = before;
  const outside = refused(`The answer has ${name} too, which stands outside of the code to change.`);
  const placement = placeBlock(
    { code, language: '', isClosed: true },
    { text: textOf(before), languageId, path, isNamed: true },
  );
  if (placement.kind === 'refused') return outside;
  const edits = (placement.kind === 'placed' ? placement.edits : []).toReversed();
  const [start, end] = [head.length, head.length + scope.length];
  // What is new right in front of the scope is its own, unless it is imported.
  const isImported = (newText: string) =>
    newText.split(/\r?\n/).every((line) => isBlank(line) || isImport(line, languageId));
  const isWithin = ({ range, newText }: TextEdit) =>
    range.start >= start && range.end <= end && !(range.end === start && isImported(newText));
  const within = edits.filter(isWithin);
  const above = edits.filter((edit) => edit.range.end <= start && !isWithin(edit));
  if (above.length + within.length < edits.length) return outside;
  const moved = within.map(({ range, newText }) => ({
    range: { start: range.start - start, end: range.end - start },
    newText,
  }));
  return { kind: 'placed', after: { ...before, head: applyEdits(head, above), scope: applyEdits(scope, moved) } };
}

/** What follows tells a reader of the chat what to do. */
function firstSentence(reason: string): string {
  return /^.*?\.(?=\s+[A-Z])/s.exec(reason)?.[0] ?? reason;
}

function refused(reason: string): PlacedAnswer {
  return { kind: 'refused', reason };
}
