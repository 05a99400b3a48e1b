import type { SyntaxReport, SyntaxToken } from '../../shared/syntaxQuery.ts';
import { importEntries, importedName, withImportEntries } from './importEntries.ts';

interface Annotations {
  /** Why the program would not even begin. Absent: it would. */
  readonly complaint?: string;
  /** A variable of a class has got a type: in a data class, it is a field then. */
  readonly makeFields: boolean;
}

/**
 * What annotations do that are new in a program of Python, otherwise the same: those of parameters, results and variables of
 * modules and classes are computed where they stand, so that what they name has to be there by then.
 */
export function newAnnotations(before: SyntaxReport, after: SyntaxReport): Annotations {
  const reader = new AnnotationReader(typeRuns(before), after);
  for (const token of withImportEntries(after.tokens)) reader.read(token);
  return { ...(reader.complaint !== undefined && { complaint: reader.complaint }), makeFields: reader.makeFields };
}

/** The types in front of each token that is none, joined. */
function typeRuns({ tokens }: SyntaxReport): readonly string[] {
  const runs: string[] = [];
  let run: string[] = [];
  for (const [kind, text] of tokens) {
    if (kind === 'type') run.push(text);
    if (kind === 'type' || kind === 'import') continue;
    runs.push(run.join(' '));
    run = [];
  }
  return runs;
}

interface Block {
  readonly kind: 'class' | 'def' | 'other';
  /** Of the class or function. */
  readonly name: string;
  /** What is defined in it. */
  readonly names: Set<string>;
  readonly isForTypes: boolean;
}

class AnnotationReader {
  complaint: string | undefined;
  makeFields = false;
  readonly #old: readonly string[];
  /** Anywhere in the file. */
  readonly #all: ReadonlySet<string>;
  readonly #outer: ReadonlySet<string>;
  /** Annotations are not computed. */
  readonly #isLazy: boolean;
  readonly #module = new Set<string>();
  readonly #blocks: Block[] = [];
  #count = 0;
  #depth = 0;
  #statement: string[] = [];
  #isAnnotated = false;
  #run: string[] = [];

  constructor(old: readonly string[], { tokens, definedNames }: SyntaxReport) {
    const imports = importEntries(tokens);
    this.#old = old;
    this.#all = new Set([...definedNames, ...imports.map(importedName)]);
    this.#isLazy = imports.includes('from __future__ import annotations');
    this.#outer = outerNames(tokens);
  }

  read([kind, text]: SyntaxToken): void {
    if (kind === 'type') {
      this.#run.push(text);
      return;
    }
    if (kind === 'import') {
      this.#define(importedName(text));
      return;
    }
    const run = this.#run;
    if (run.length > 0 && run.join(' ') !== this.#old[this.#count]) this.#annotation(run);
    this.#run = [];
    this.#count++;
    this.#code(text);
  }

  #code(text: string): void {
    if (text === '⇥') this.#open();
    else if (text === '⇤') this.#close();
    else if (text === '⏎') this.#endStatement();
    else {
      if (/^[([{]$/.test(text)) this.#depth++;
      if (/^[)\]}]$/.test(text)) this.#depth--;
      // What stands in brackets is no target.
      if (this.#depth === 0 || /^[([{]$/.test(text)) this.#statement.push(text);
    }
  }

  #open(): void {
    const words = this.#statement;
    const kind = words.includes('class') ? 'class' : words.includes('def') ? 'def' : 'other';
    const name = kind === 'other' ? '' : (words[words.indexOf(kind) + 1] ?? '');
    this.#blocks.push({ kind, name, names: new Set(), isForTypes: words.includes('TYPE_CHECKING') });
    this.#statement = [];
  }

  #close(): void {
    const block = this.#blocks.pop();
    if (block !== undefined && block.name !== '') this.#define(block.name);
    this.#statement = [];
  }

  #endStatement(): void {
    const [name = '', sign] = this.#statement;
    if (sign === '=') this.#define(name);
    if (this.#isAnnotated && this.#statement.filter((text) => text === '=').length > 1) this.#complain(oneTarget);
    this.#statement = [];
    this.#isAnnotated = false;
  }

  #define(name: string): void {
    if (this.#blocks.some(({ isForTypes }) => isForTypes)) return;
    const scope = this.#blocks.findLast(({ kind }) => kind !== 'other');
    (scope?.names ?? this.#module).add(name);
  }

  #annotation(run: readonly string[]): void {
    const words = this.#statement;
    const scope = this.#blocks.findLast(({ kind }) => kind !== 'other');
    if (!words.includes('def')) {
      if (words.includes(',') || words.includes('=')) this.#complain(oneTarget);
      if (words.length === 1 && scope?.kind === 'def' && this.#outer.has(words[0] ?? '')) this.#complain(oneTarget);
      if (words.length === 1 && scope?.kind === 'class' && (this.#old[this.#count] ?? '') === '')
        this.makeFields = true;
      this.#isAnnotated = true;
    }
    if (this.#isLazy) return;
    const names = namesOf(run);
    if (names === undefined) {
      this.#complain('The answer joins a type in quotes by `|`, which fails.');
      return;
    }
    const missing = names.find((name) => !this.#isKnown(name, scope));
    if (missing !== undefined) this.#complain(`The answer has the type \`${missing}\`, which is not defined there.`);
  }

  #isKnown(name: string, scope: Block | undefined): boolean {
    if (this.#module.has('*')) return true;
    // A method that is called as a type hides that.
    if (scope?.kind === 'class' && scope.names.has(name)) return !isBuiltIn(name);
    if (this.#module.has(name) || isBuiltIn(name)) return true;
    // What is within functions is computed later.
    return this.#blocks.some(({ kind }) => kind === 'def') && this.#all.has(name);
  }

  #complain(complaint: string): void {
    this.complaint ??= complaint;
  }
}

const oneTarget = 'The answer gives a type where Python allows none.';

/** Names that functions declare to be of outside. */
function outerNames(tokens: readonly SyntaxToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  let isList = false;
  for (const [, text] of tokens) {
    if (text === 'global' || text === 'nonlocal') isList = true;
    else if (text === '⏎') isList = false;
    else if (isList) names.add(text);
  }
  return names;
}

/** Names that are looked up where the type is computed; `undefined` where that can't be computed. */
function namesOf(run: readonly string[]): readonly string[] | undefined {
  const names: string[] = [];
  let quote: string | undefined;
  for (const [at, text] of run.entries()) {
    if (quote !== undefined) {
      if (text === quote) quote = undefined;
      if (quote === undefined && run[at + 1] === '|') return undefined;
    } else if (/^[bfru]*["']+$/i.test(text)) {
      if (run[at - 1] === '|') return undefined;
      quote = text.replace(/^[bfru]+/i, '');
    } else if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && run[at - 1] !== '.' && run[at + 1] !== '=') {
      if (!/^(?:None|True|False|and|or|not|if|else)$/.test(text)) names.push(text);
    }
  }
  return names;
}

function isBuiltIn(name: string): boolean {
  return builtIns.has(name) || /^[A-Z]\w*(?:Error|Exception|Warning)$/.test(name);
}

const builtIns: ReadonlySet<string> = new Set([
  ...['int', 'str', 'float', 'bool', 'bytes', 'list', 'dict', 'set', 'tuple', 'frozenset', 'object', 'type', 'complex'],
  ...['bytearray', 'memoryview', 'range', 'slice', 'property', 'staticmethod', 'classmethod', 'super', 'enumerate'],
  ...['zip', 'map', 'filter', 'reversed', 'Exception', 'KeyboardInterrupt', 'SystemExit', 'StopIteration'],
  ...['GeneratorExit', 'StopAsyncIteration', 'ExceptionGroup', 'BaseExceptionGroup'],
]);
