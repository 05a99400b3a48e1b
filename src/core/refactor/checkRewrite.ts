import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { outline } from '../chat/placement/outline.ts';
import { isBlank } from '../completion/lines.ts';
import { newAnnotations } from './annotations.ts';
import { importEntries } from './importEntries.ts';
import { isExtraction } from './isExtraction.ts';
import { missingPart } from './keptParts.ts';
import { lostDefinition, lostLines } from './lostDefinition.ts';
import type { Refactoring } from './refactoring.ts';
import type { ScopeParts } from './scopeParts.ts';
import { unaskedLosses } from './unaskedLosses.ts';

/** One thing that was looked at before a change is offered. */
export interface Check {
  readonly name: 'size' | 'parses' | 'exports' | 'scope' | 'behaviour';
  /** `Parses.` */
  readonly sentence: string;
}

/** What a refactoring has made of a document. */
export interface CheckedChange {
  readonly refactoring: Pick<Refactoring, 'keeps' | 'mayChangeExports'>;
  /** What was asked for, in words. What it names may go where exports may change. */
  readonly instruction: string;
  readonly before: ScopeParts;
  readonly after: ScopeParts;
  /** Of the whole documents. Absent: the language's syntax is not understood. */
  readonly reports?: { readonly before: SyntaxReport; readonly after: SyntaxReport };
}

/** What was checked, or the first complaint, as a sentence for the user and for the model that is asked again. */
export type Checked =
  | {
      readonly kind: 'sound';
      readonly checks: readonly Check[];
      /** It was shown that the code does what it did. */
      readonly isProven: boolean;
      /** The first of the checks, where the model may have meant it, or not: it is to be asked once more. */
      readonly doubt?: string | undefined;
    }
  | { readonly kind: 'complaint'; readonly complaint: string };

export function checkRewrite(change: CheckedChange): Checked {
  const { refactoring, instruction, before, after, reports } = change;
  const { keeps, mayChangeExports } = refactoring;
  const isPutBack =
    keeps === 'material' &&
    reports !== undefined &&
    before.head === after.head &&
    isSameList(importEntries(reports.before.tokens), importEntries(reports.after.tokens)) &&
    isExtraction(reports.before, reports.after);
  const annotations =
    keeps === 'untypedCode' && reports !== undefined && before.languageId === 'python'
      ? newAnnotations(reports.before, reports.after)
      : undefined;
  const complaint =
    outsideComplaint(before, after) ??
    (reports === undefined ? undefined : syntaxComplaint(change, reports.before, reports.after)) ??
    lostDefinition(before, after, mayChangeExports ? instruction : undefined) ??
    (reports === undefined || isPutBack ? undefined : missingPart(keeps, reports.before, reports.after)) ??
    annotations?.complaint;
  if (complaint !== undefined) return { kind: 'complaint', complaint };
  const makesFields = annotations?.makeFields === true;
  const isUntyped = keeps === 'untypedCode' && reports !== undefined && importsTypesOnly(reports.before, reports.after);
  const isSame = isPutBack || keeps === 'code' || (isUntyped && !makesFields);
  const sentence = isPutBack ? putBackSentence : makesFields ? fieldSentence : behaviourSentences[keeps];
  const doubt = keeps === 'nothing' ? lostLines(before, after, instruction) : undefined;
  const checks = checksOf(change, sentence);
  return {
    kind: 'sound',
    checks: doubt === undefined ? checks : [{ name: 'size', sentence: doubt }, ...checks],
    isProven: reports !== undefined && isSame,
    doubt,
  };
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function syntaxComplaint(
  { refactoring: { keeps, mayChangeExports }, instruction }: CheckedChange,
  before: SyntaxReport,
  after: SyntaxReport,
): string | undefined {
  if (after.errors > before.errors) return 'With the answer, the code does not parse.';
  const left = new Set(after.exportedNames);
  const [lost] = mayChangeExports
    ? unaskedLosses(before.exportedNames, after.exportedNames, instruction)
    : before.exportedNames.filter((name) => !left.has(name));
  if (lost !== undefined) return `The answer has lost ${lost}, which other files may use.`;
  if (keeps === 'nothing' || keeps === 'untypedCode') return undefined;
  const signatures = new Set(after.exportedSignatures.map(plain));
  const changed = before.exportedSignatures.find(
    (signature) => isCalled(signature) && !signatures.has(plain(signature)),
  );
  return changed === undefined ? undefined : `The answer changes how others call \`${changed}\`.`;
}

/** A value may be computed otherwise; it has no parameters. */
function isCalled(signature: string): boolean {
  return signature.includes('(') && !/^[^(]*[^=!<>]=[^=>]/.test(signature);
}

function plain(signature: string): string {
  return signature.replace(/\s+/g, '').replaceAll("'", '"');
}

/** Only imports may come in front of the scope, and behind it nothing. */
function outsideComplaint(before: ScopeParts, after: ScopeParts): string | undefined {
  if (before.tail === after.tail && codeAbove(before) === codeAbove(after)) return undefined;
  return 'The answer changes code outside of what it may change.';
}

/** What is imported is there wherever the program runs, or is gone then. */
function importsTypesOnly(before: SyntaxReport, after: SyntaxReport): boolean {
  const known = new Set(importEntries(before.tokens));
  return importEntries(after.tokens).every((entry) => known.has(entry) || typeImport.test(entry));
}

const typeImport =
  /^(?:from (?:typing|collections ?\. ?abc|types|numbers|__future__) import |import (?:typing$|type ))/;

function codeAbove({ head, languageId }: ScopeParts): string {
  const { lines } = documentLines(head);
  const imports = outline(lines, languageId).units.filter(({ kind }) => kind === 'import');
  const isImported = (at: number) => imports.some((unit) => unit.head <= at && at < unit.end);
  return lines.filter((line, at) => !isBlank(line) && !isImported(at)).join('\n');
}

function checksOf({ refactoring, before, after, reports }: CheckedChange, behaviour: string): readonly Check[] {
  const isAlone = before.head === after.head;
  const scope: Check = {
    name: 'scope',
    sentence: isAlone ? 'Nothing else is changed.' : 'Outside of the code, only imports are changed.',
  };
  if (reports === undefined) {
    return [{ name: 'parses', sentence: 'Its syntax is not known here, so it was not checked.' }, scope];
  }
  const errors = reports.after.errors;
  // An editor that is narrow cuts the end off.
  return [
    { name: 'behaviour', sentence: behaviour },
    { name: 'parses', sentence: errors === 0 ? 'Parses.' : 'No new errors of syntax.' },
    ...(refactoring.mayChangeExports ? [] : [{ name: 'exports', sentence: 'Exported names are kept.' } as const]),
    scope,
  ];
}

const fieldSentence = 'Only types are new, but a variable of a class is a field where it has one: run the tests.';
const putBackSentence = 'Put back where it was, the code is the same.';

const behaviourSentences: Readonly<Record<Refactoring['keeps'], string>> = {
  code: 'The code is the same but for comments.',
  untypedCode: 'The code is the same but for types and what they import.',
  material: 'Nothing is lost or made up; run the tests to see that it still does the same.',
  oldParts: 'Nothing is lost; run the tests to see that it still does the same.',
  signatures: 'How it is called is kept; run the tests to see that it still does the same.',
  nothing: 'What it does was not checked.',
};
