/**
 * Real files, cut at many places, and an engine that answers with exactly what stood there: no rule may make its answer
 * worse, and few may keep it back.
 */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Completer, type CompletionRequest } from '../../../src/core/completion/completer.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeEngine, fimModel } from '../../support/fakeEngine.ts';

const files: readonly (readonly [path: string, languageId: string])[] = [
  ['src/core/completion/stopRules.ts', 'typescript'],
  ['src/core/completion/postprocess.ts', 'typescript'],
  ['test/support/fixtures/languages/inventory.py', 'python'],
  ['test/support/fixtures/languages/deployment.yaml', 'yaml'],
  ['test/support/fixtures/languages/ring.cpp', 'cpp'],
  ['test/support/fixtures/languages/page.css', 'css'],
  ['test/support/fixtures/languages/queue.go', 'go'],
];

/** What is missing at the cursor, and the characters of it that may be shown. */
interface Hole {
  readonly kind: 'line' | 'semicolon' | 'closers' | 'block' | 'rest' | 'nothing';
  readonly at: number;
  /** Where what follows the cursor begins in the file. */
  readonly end: number;
  /** Put between the cursor and that by the editor: closers of what the line has opened. */
  readonly autoClosed?: string;
}

interface Verdict extends Hole {
  readonly outcome: 'notAsked' | 'nothing' | 'shown' | 'whole' | 'worse';
  readonly where: string;
}

/** Of the cuts of a file, those at which something is shown, at least. At a file's blank lines it is right to be silent. */
const minShares: readonly (readonly [Hole['kind'], number])[] = [
  ['line', 0.97],
  ['semicolon', 0.97],
  ['closers', 0.97],
  ['block', 0.97],
  ['rest', 0.9],
];

describe('completions of a perfect engine', () => {
  for (const [path, languageId] of files) {
    describe(path, () => {
      const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
      let verdicts: readonly Verdict[];

      before(async function () {
        this.timeout(120_000);
        verdicts = await Promise.all(holesOf(text).map((hole) => judge(text, languageId, hole)));
      });

      it('never make the document worse', () => {
        assert.deepEqual(wheres(verdicts.filter(({ outcome }) => outcome === 'worse')), []);
      });

      it('are shown nearly wherever something is missing', () => {
        for (const [kind, minShare] of minShares) {
          const cuts = verdicts.filter((verdict) => verdict.kind === kind);
          const lost = cuts.filter(({ outcome }) => outcome === 'notAsked' || outcome === 'nothing');
          assert.ok(lost.length <= cuts.length * (1 - minShare), [kind, cuts.length, ...wheres(lost)].join('\n'));
        }
      });

      it('complete each line to its end', () => {
        const cuts = verdicts.filter(({ kind, outcome }) => kind === 'line' && outcome !== 'nothing');
        assert.ok(cuts.length > 20);
        assert.deepEqual(wheres(cuts.filter(({ outcome }) => outcome !== 'whole')), []);
      });
    });
  }
});

function wheres(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ where }) => where);
}

/** Each line with code, from its indentation, its first word, its middle and its end. */
function holesOf(text: string): readonly Hole[] {
  const holes: Hole[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const indent = line.length - line.trimStart().length;
    const blockEnd = endOfBlock(text, end, indent);
    if (line.trim() !== '' && text.slice(0, start).trim().length >= 3) {
      const firstWord = indent + (/^\S+\s/.exec(line.trimStart())?.[0].length ?? 0);
      const middle = Math.floor((indent + line.length) / 2);
      for (const column of new Set([0, indent, firstWord, middle])) {
        const at = start + column;
        if (text.slice(at, end).trim().length < 3) continue;
        holes.push({ kind: 'line', at, end }, { kind: 'rest', at, end: text.length });
        if (/[;,]$/.test(line)) holes.push({ kind: 'semicolon', at, end: end - 1 });
        const autoClosed = openClosers(line.slice(0, column));
        const isClosedHere = line
          .slice(column)
          .replace(/[;,:{ ]*$/, '')
          .endsWith(autoClosed);
        if (autoClosed !== '' && isClosedHere) holes.push({ kind: 'closers', at, end, autoClosed });
      }
      if (blockEnd > end) holes.push({ kind: 'block', at: end, end: blockEnd });
      holes.push({ kind: 'nothing', at: end, end });
      if (end < text.length - 1) holes.push({ kind: 'rest', at: end, end: text.length });
    }
    start = end + 1;
  }
  return holes;
}

/** What closes the brackets and quotes that a line has opened. */
function openClosers(line: string): string {
  const open: string[] = [];
  for (const char of line) {
    const closer = ({ '(': ')', '[': ']', '{': '}' } as Record<string, string>)[char];
    const isInString = /["'`]/.test(open.at(-1) ?? '');
    if (char === open.at(-1)) open.pop();
    else if (!isInString && (closer !== undefined || /["'`]/.test(char))) open.push(closer ?? char);
  }
  return open.reverse().join('');
}

/** Where the lines end that are deeper than `indent`, from the line end at `end` on. */
function endOfBlock(text: string, end: number, indent: number): number {
  let blockEnd = end;
  for (let at = end; at !== -1 && at < text.length; ) {
    const next = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, next === -1 ? text.length : next);
    if (line.trim() !== '') {
      if (line.length - line.trimStart().length <= indent) break;
      blockEnd = next === -1 ? text.length : next;
    }
    at = next;
  }
  return blockEnd;
}

async function judge(text: string, languageId: string, hole: Hole): Promise<Verdict> {
  const { at, end, autoClosed = '' } = hole;
  const [prefix, suffix] = [text.slice(0, at), autoClosed + text.slice(end)];
  const engine = new FakeEngine(() => ({ deltas: text.slice(at, at + 1_500).match(/[\s\S]{1,3}/g) ?? [] }), fimModel);
  const completer = new Completer({
    engine,
    clock: new FakeClock(1_000),
    settings: () => ({
      automatic: true,
      multiline: 'auto',
      alternatives: 1,
      disabledLanguages: [],
      eagerness: 'eager',
    }),
    log: () => {},
  });
  const request: CompletionRequest = {
    document: { uri: 'file:///a', languageId },
    text: prefix + suffix,
    offset: at,
    trigger: 'automatic',
  };
  const [shown] = await completer.complete(request, new AbortController().signal);
  const place = `${hole.kind} ${JSON.stringify(`${text.slice(at - 30, at)}‸${suffix.slice(0, 20)}`)}`;
  const where = `${place}: ${JSON.stringify(shown?.text)}`;
  if (engine.requests.length === 0) return { ...hole, outcome: 'notAsked', where };
  if (shown === undefined) return { ...hole, outcome: 'nothing', where };
  const rest = suffix.slice(shown.range.end - at);
  const spliced = prefix + shown.text + rest;
  if (spliced.trimEnd() === text.trimEnd()) return { ...hole, outcome: 'whole', where };
  // Something is still missing, and nothing is there twice.
  const isBeginning = text.startsWith(prefix + shown.text);
  const missing = text.slice(at, end).trimEnd();
  const maxLength = autoClosed === '' ? missing.length : missing.lastIndexOf(autoClosed);
  const isShorter = rest === suffix && shown.text.length <= maxLength;
  return { ...hole, outcome: isBeginning && isShorter ? 'shown' : 'worse', where };
}
