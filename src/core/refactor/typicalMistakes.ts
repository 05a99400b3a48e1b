import type { SyntaxToken } from '../../shared/syntaxQuery.ts';

/**
 * A mistake that models make in code that has to stay as it is, by the tokens of what changed before and after: operands that
 * have changed places, `and` for `or`, one number for another, a `return` that nothing leads to. `undefined`: none is seen.
 *
 * @param added names that are defined now.
 */
export function typicalMistake(
  before: readonly SyntaxToken[],
  after: readonly SyntaxToken[],
  added: ReadonlySet<string>,
): string | undefined {
  const change = new Counts(before, after);
  return (
    turnedOperands(before, after) ??
    swappedLogic(change) ??
    otherNumber(change, before) ??
    otherReturn(change, after, added)
  );
}

/** How often each text is there, before and after. */
class Counts {
  readonly #gained = new Map<string, number>();

  constructor(before: readonly SyntaxToken[], after: readonly SyntaxToken[]) {
    const add = (tokens: readonly SyntaxToken[], by: number) => {
      for (const [, text] of tokens) this.#gained.set(text, (this.#gained.get(text) ?? 0) + by);
    };
    add(before, -1);
    add(after, 1);
  }

  /** Of all these texts together; below 0: lost. */
  gained(...texts: readonly string[]): number {
    return texts.reduce((sum, text) => sum + (this.#gained.get(text) ?? 0), 0);
  }
}

const operators: ReadonlySet<string> = new Set(['-', '/', '//', '%', '**', '<<', '>>', '<', '>', '<=', '>=', 'in']);

/** `b - a` for `a - b`, of plain operands. */
function turnedOperands(before: readonly SyntaxToken[], after: readonly SyntaxToken[]): string | undefined {
  const [old, own] = [operationsOf(before), operationsOf(after)];
  for (const [text, { left, operator, right }] of own) {
    const turned = `${right} ${operator} ${left}`;
    if (!old.has(text) && old.has(turned) && !own.has(turned)) return `The answer has \`${text}\` for \`${turned}\`.`;
  }
  return undefined;
}

function operationsOf(tokens: readonly SyntaxToken[]) {
  const found = new Map<string, { readonly left: string; readonly operator: string; readonly right: string }>();
  for (const [at, [kind, operator]] of tokens.entries()) {
    const [left, right] = [tokens[at - 1], tokens[at + 1]];
    if (kind !== 'code' || !operators.has(operator) || left === undefined || right === undefined) continue;
    if (left[0] === 'code' || right[0] === 'code' || left[1] === right[1]) continue;
    found.set(`${left[1]} ${operator} ${right[1]}`, { left: left[1], operator, right: right[1] });
  }
  return found;
}

/** Where one stands for the other, something has to be denied as well. */
function swappedLogic(change: Counts): string | undefined {
  const [and, or] = [change.gained('and', '&&'), change.gained('or', '||')];
  const isDenied = ['not', '!', '!=', '==', '<', '>', '<=', '>='].some((text) => change.gained(text) !== 0);
  return and * or < 0 && !isDenied ? 'The answer has `and` for `or`, or the other way round.' : undefined;
}

/** Numbers may go, and a loop brings 0 and 1 along; but not one for another. */
function otherNumber(change: Counts, before: readonly SyntaxToken[]): string | undefined {
  const numbers = [...new Set(before.flatMap(([kind, text]) => (kind === 'literal' && /^\d/.test(text) ? text : [])))];
  const lost = numbers.find((text) => change.gained(text) < 0);
  const gained = ['0', '1', ...numbers].find((text) => change.gained(text) > 0);
  return lost !== undefined && gained !== undefined ? `The answer has ${gained} for ${lost}.` : undefined;
}

/** A function without braces and arrows returns where it did, unless a condition or a handler is new. */
function otherReturn(change: Counts, after: readonly SyntaxToken[], added: ReadonlySet<string>): string | undefined {
  if (after.some(([, text]) => text === '=>')) return undefined;
  const returns = change.gained('return', 'break', 'continue');
  const functions = [...added].filter((name) =>
    after.some(([, text], at) => text === name && after[at + 1]?.[1] === '('),
  );
  const reasons = change.gained(
    'if',
    'elif',
    'except',
    'catch',
    'case',
    'def',
    'function',
    'func',
    'fn',
    'switch',
    'match',
  );
  return returns > Math.max(0, reasons, functions.length) ? 'The answer returns where the code did not.' : undefined;
}
