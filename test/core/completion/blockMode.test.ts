import { strict as assert } from 'node:assert';
import { chooseExtent, closesBlock, continuesStatement, opensBlock } from '../../../src/core/completion/blockMode.ts';
import { atCursor } from '../../support/atCursor.ts';

const extent = (
  marked: string,
  languageId = 'typescript',
  trigger: 'automatic' | 'explicit' = 'automatic',
  multiline: 'auto' | 'always' | 'never' = 'auto',
) => chooseExtent({ ...atCursor(marked), languageId, trigger, multiline });

describe('chooseExtent', () => {
  const automatic: readonly [marked: string, languageId: string, kind: string, floorWidth?: number][] = [
    ['let a = ‸', 'typescript', 'line'],
    ['foo();\n‸', 'typescript', 'line'],
    ['function f() {‸', 'typescript', 'body', 1],
    ['function f() {\n  ‸\n}', 'typescript', 'body', 1],
    ['  if (a) {\n    ‸', 'typescript', 'body', 3],
    ['function f() {\n\n  ‸', 'typescript', 'body', 1],
    ['items.map((item) =>‸', 'typescript', 'body', 1],
    ['call(‸', 'typescript', 'body', 1],
    ['def f():\n    ‸', 'python', 'body', 1],
    ['def f():\n‸', 'python', 'body', 1],
    ['  def f():\n‸', 'python', 'line'],
    ['label: ‸', 'typescript', 'line'],
    ['items.each do |item|\n  ‸', 'ruby', 'body', 1],
    ['if x then\n  ‸', 'lua', 'body', 1],
    ['for f in *; do\n  ‸', 'shellscript', 'body', 1],
    ['  if (a and\n          b):‸', 'python', 'body', 3],
    ['  if (a and\n          b):\n      ‸', 'python', 'body', 3],
    ['  } else if (a) {‸', 'typescript', 'body', 3],
    ['f(\n  a,\n): b {‸', 'typescript', 'body', 1],
    ['f(a): b {‸\n  return a;\n}', 'typescript', 'line'],
    ['f(a): b {\n  ‸\n  return a;\n}', 'typescript', 'line'],
    ['f(a): b {\n\t‸\n\treturn a;\n}', 'typescript', 'line'],
    ['def f(‸\n    return 1', 'python', 'line'],
    ['if (‸\n    a) {', 'typescript', 'line'],
    ['f() {‸\n\n}\n', 'typescript', 'body', 1],
    ['  f() {‸\n  g() {', 'typescript', 'body', 3],
    ['f("(‸', 'typescript', 'line'],
    ["impl<'a> B<'a> for C {‸", 'rust', 'body', 1],
    ["// don't {‸", 'typescript', 'line'],
    ['<div>‸</div>', 'html', 'line'],
    ['/** Adds. */\n‸', 'typescript', 'statement', 0],
    ['  @cached\n  ‸', 'python', 'statement', 2],
    ['    /// Adds.\n    ‸', 'rust', 'statement', 4],
  ];
  for (const [marked, languageId, kind, floorWidth] of automatic) {
    it(`${languageId} ${JSON.stringify(marked)}: ${kind}`, () => {
      assert.deepEqual(extent(marked, languageId), floorWidth === undefined ? { kind } : { kind, floorWidth });
    });
  }

  it('takes whole statements at an explicit trigger, or when always asked to', () => {
    assert.deepEqual(extent('  let a = ‸', 'typescript', 'explicit'), { kind: 'statement', floorWidth: 2 });
    assert.deepEqual(extent('foo();\n  ‸', 'typescript', 'explicit'), { kind: 'statement', floorWidth: 2 });
    assert.deepEqual(extent('  let a = ‸', 'typescript', 'automatic', 'always'), { kind: 'statement', floorWidth: 2 });
  });

  it('takes no more than the rest of a line that goes on, or of a string', () => {
    for (const marked of ['E("Ab‸", s, e)', "text.‸ === ''", '"a": "‸",', 'E("‸");', 'f("ab‸', 'f(‸, b)']) {
      assert.deepEqual(extent(marked, 'typescript', 'explicit'), { kind: 'line' }, marked);
    }
  });

  it('adds statements to a body that is there where it is asked to', () => {
    assert.deepEqual(extent('f() {\n  ‸\n  b();\n}', 'typescript', 'explicit'), { kind: 'statement', floorWidth: 2 });
  });

  it('never takes more than a line where it may not', () => {
    for (const marked of ['f() {‸', 'f() {\n  ‸', '/** a */\n‸']) {
      assert.deepEqual(extent(marked, 'typescript', 'explicit', 'never'), { kind: 'line' });
    }
  });
});

describe('opensBlock', () => {
  const yes: readonly [string, string][] = [
    ['if (a) { // why', 'typescript'],
    ['class A:  # note', 'python'],
    ['#main {', 'css'],
    ['fetch("http://a.b", {', 'typescript'],
    ['else', 'ruby'],
    ['local function f(a)', 'lua'],
  ];
  const no: readonly [string, string][] = [
    ['// open {', 'typescript'],
    ['# def f():', 'python'],
    ['a = b', 'ruby'],
    ['case 1:', 'typescript'],
    ['}', 'typescript'],
  ];
  for (const [line, languageId] of yes) it(`${languageId}: ${line}`, () => assert.ok(opensBlock(line, languageId)));
  for (const [line, languageId] of no) it(`not ${languageId}: ${line}`, () => assert.ok(!opensBlock(line, languageId)));
});

describe('closing lines', () => {
  it('are known', () => {
    for (const line of ['}', '  });', ']', 'end', 'fi', '  done;', '})),', '</div>', '},'])
      assert.ok(closesBlock(line), line);
    for (const line of ['} else {', 'endless', 'a }', '', 'final']) assert.ok(!closesBlock(line), line);
  });

  it('may go on with the statement', () => {
    for (const line of ['} else {', 'elif a:', '  except E:', '} catch (e) {', 'finally:'])
      assert.ok(continuesStatement(line), line);
    for (const line of ['}', 'elsewhere = 1', 'catching()']) assert.ok(!continuesStatement(line), line);
  });
});
