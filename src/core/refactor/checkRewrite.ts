import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { outline } from '../chat/placement/outline.ts';
import { dedent } from '../chat/placement/reindent.ts';
import { isBlank } from '../completion/lines.ts';
import { isExtraction } from './isExtraction.ts';
import { missingPart } from './keptParts.ts';
import type { Refactoring } from './refactoring.ts';
import type { ScopeParts } from './scopeParts.ts';

/** One thing that was looked at before a change is offered. */
export interface Check {
  readonly name: 'parses' | 'exports' | 'scope' | 'problems' | 'behaviour';
  /** `Parses.`, `0 new problems.` */
  readonly sentence: string;
}

/** What a refactoring has made of a document. */
export interface CheckedChange {
  readonly refactoring: Pick<Refactoring, 'keeps' | 'mayChangeExports'>;
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
    }
  | { readonly kind: 'complaint'; readonly complaint: string };

export function checkRewrite(change: CheckedChange): Checked {
  const { refactoring, before, after, reports } = change;
  const { keeps, mayChangeExports } = refactoring;
  const isPutBack =
    keeps === 'material' &&
    reports !== undefined &&
    before.head === after.head &&
    isExtraction(reports.before, reports.after);
  const complaint =
    outsideComplaint(before, after) ??
    (reports === undefined ? undefined : syntaxComplaint(refactoring, reports.before, reports.after)) ??
    (mayChangeExports ? undefined : lostDefinition(before, after)) ??
    (reports === undefined || isPutBack ? undefined : missingPart(keeps, reports.before, reports.after));
  if (complaint !== undefined) return { kind: 'complaint', complaint };
  const isSame = isPutBack || keeps === 'code' || (keeps === 'untypedCode' && importsTypesOnly(before, after));
  return { kind: 'sound', checks: checksOf(change, isPutBack), isProven: reports !== undefined && isSame };
}

function syntaxComplaint(
  { keeps, mayChangeExports }: CheckedChange['refactoring'],
  before: SyntaxReport,
  after: SyntaxReport,
): string | undefined {
  if (after.errors > before.errors) return 'With the answer, the code does not parse.';
  if (!mayChangeExports) {
    const left = new Set(after.exportedNames);
    const lost = before.exportedNames.find((name) => !left.has(name));
    if (lost !== undefined) return `The answer has lost ${lost}, which other files may use.`;
  }
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
function importsTypesOnly(before: ScopeParts, after: ScopeParts): boolean {
  const known = new Set(documentLines(before.head).lines.map((line) => line.trim()));
  return documentLines(after.head).lines.every(
    (line) => isBlank(line) || known.has(line.trim()) || typeImport.test(line.trim()),
  );
}

const typeImport = /^(?:from (?:typing|collections\.abc|types|numbers|__future__) import |import (?:typing$|type ))/;

function codeAbove({ head, languageId }: ScopeParts): string {
  const { lines } = documentLines(head);
  const imports = outline(lines, languageId).units.filter(({ kind }) => kind === 'import');
  const isImported = (at: number) => imports.some((unit) => unit.head <= at && at < unit.end);
  return lines.filter((line, at) => !isBlank(line) && !isImported(at)).join('\n');
}

/** Something that the scope defined, and others in the file may use. */
function lostDefinition(before: ScopeParts, after: ScopeParts): string | undefined {
  const left = keysOf(after);
  const lost = [...keysOf(before)].find((key) => !left.has(key));
  return lost === undefined ? undefined : `The answer no longer defines ${lost.slice(lost.indexOf(':') + 1)}.`;
}

/** Functions and classes; a variable may be computed otherwise. */
function keysOf({ scope, languageId }: ScopeParts): ReadonlySet<string> {
  const { lines } = documentLines(scope);
  const flush = dedent(lines, lexLines(lines, languageId));
  const units = outline(flush, languageId).units.filter(
    ({ kind, body }) => kind === 'definition' && body !== undefined,
  );
  return new Set(
    units.filter(({ head }) => !/^[\w.$]+\s*=[^=>]/.test(flush[head] ?? '')).flatMap(({ key }) => key ?? []),
  );
}

function checksOf({ refactoring, before, after, reports }: CheckedChange, isPutBack: boolean): readonly Check[] {
  const isAlone = before.head === after.head;
  const scope: Check = {
    name: 'scope',
    sentence: isAlone ? 'Nothing else is changed.' : 'Outside of the code, only imports are changed.',
  };
  if (reports === undefined) {
    return [scope, { name: 'parses', sentence: 'Its syntax is not known here, so it was not checked.' }];
  }
  const errors = reports.after.errors;
  return [
    { name: 'parses', sentence: errors === 0 ? 'Parses.' : 'No new errors of syntax.' },
    ...(refactoring.mayChangeExports ? [] : [{ name: 'exports', sentence: 'Exported names are kept.' } as const]),
    scope,
    { name: 'behaviour', sentence: isPutBack ? putBackSentence : behaviourSentences[refactoring.keeps] },
  ];
}

const putBackSentence = 'Put back where it was, the code is the same.';

const behaviourSentences: Readonly<Record<Refactoring['keeps'], string>> = {
  code: 'The code is the same but for comments.',
  untypedCode: 'The code is the same but for types and what they import.',
  material: 'Nothing is lost or made up; run the tests to see that it still does the same.',
  oldParts: 'Nothing is lost; run the tests to see that it still does the same.',
  signatures: 'How it is called is kept; run the tests to see that it still does the same.',
  nothing: 'What it does was not checked.',
};
