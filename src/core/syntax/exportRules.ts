import type { SymbolKind } from '../../shared/codeFacts.ts';

/** What a language's rule looks at to tell whether other files can use a definition. */
export interface ExportQuestion {
  readonly name: string;
  readonly kind: SymbolKind;
  /** What stands in front of the name. */
  readonly head: string;
  /** An export list or statement names it. */
  readonly isNamedInExports: boolean;
  /** What it is a member of. A scope that is no symbol (`impl`) has no kind. */
  readonly parent?: { readonly kind?: SymbolKind; readonly isExported: boolean };
}

/** Whether other files can use a definition, as far as its syntax tells. */
export function isExported(languageId: string, question: ExportQuestion): boolean {
  return (rules[languageId] ?? isVisible)(question);
}

type ExportRule = (question: ExportQuestion) => boolean;

const ecmaScript: ExportRule = ({ name, head, isNamedInExports, parent }) => {
  if (parent === undefined || parent.kind === 'module') {
    // What is hung on something (`exports.parse`) can be reached through it.
    const isSaid = /^export\b|\.$|^module\.exports\b/.test(head) || isNamedInExports || name === 'default';
    return isSaid && (parent?.isExported ?? true);
  }
  return parent.isExported && !name.startsWith('#') && !/\b(?:private|protected)\b/.test(head);
};

/** A name with an underscore in front is private by convention; one with two on both sides is the language's own. */
const python: ExportRule = ({ name, parent }) =>
  (!name.startsWith('_') || /^__.+__$/.test(name)) && (parent?.isExported ?? true);

const go: ExportRule = ({ name }) => /^\p{Lu}/u.test(name);

const rust: ExportRule = ({ head, kind, parent }) => {
  if (/\bpub\b/.test(head) || kind === 'macro') return true;
  const isPartOfParent =
    parent !== undefined && (parent.kind === undefined || /^(?:interface|enum)$/.test(parent.kind));
  return isPartOfParent && parent.isExported;
};

/** `static` outside of a class is for this file. */
const c: ExportRule = ({ head, parent }) =>
  (parent?.isExported ?? true) && (!/\bstatic\b/.test(head) || (parent?.kind ?? 'module') !== 'module');

/** Headers are read as C++: what is `static inline` or constant there is for who includes it. */
const cpp: ExportRule = (question) =>
  /\b(?:inline|const|constexpr)\b/.test(question.head) ? (question.parent?.isExported ?? true) : c(question);

/** Members of a class are private where nothing is said. */
const csharp: ExportRule = (question) => {
  const { head, parent } = question;
  if (parent?.kind !== 'class') return isVisible(question);
  return parent.isExported && /\b(?:public|internal|protected)\b/.test(head);
};

/** Everything that does not say otherwise is visible at least in its package. */
const isVisible: ExportRule = ({ head, parent }) => !/\bprivate\b/.test(head) && (parent?.isExported ?? true);

const rules: Readonly<Record<string, ExportRule>> = {
  typescript: ecmaScript,
  typescriptreact: ecmaScript,
  javascript: ecmaScript,
  python,
  go,
  rust,
  c,
  cpp,
  csharp,
};
