import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { syntaxReport } from '../../../src/core/syntax/syntaxReport.ts';
import type { SyntaxReport } from '../../../src/shared/syntaxQuery.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(join(import.meta.dirname, '..', '..', '..'))));

async function reportOf(languageId: string, text: string): Promise<SyntaxReport> {
  const grammar = await grammars.load(languageId);
  assert.ok(grammar);
  const never = () => false;
  const report = withTree(grammar, text, never, (tree) => syntaxReport(grammar, tree, text, never));
  assert.ok(report);
  return report;
}

describe('A syntax report', function () {
  this.timeout(20_000);
  const code = `import { a } from './a.ts';
export { b as c } from './b.ts';
export * from './d.ts';
export class Pump {
  start(valve: number) {
    const local = valve;
    return local + a;
  }
}
function hidden() {}
`;

  it('has the names that others can use, those of members and of what is passed on among them', async () => {
    const { exportedNames, errors } = await reportOf('typescript', code);
    assert.deepEqual(exportedNames, ['* from ./d.ts', 'Pump', 'Pump.start', 'c']);
    assert.equal(errors, 0);
  });

  it('has all names that are defined, parameters and local variables too', async () => {
    const { definedNames } = await reportOf('typescript', code);
    for (const name of ['Pump', 'start', 'valve', 'local', 'hidden']) assert.ok(definedNames.includes(name), name);
    assert.ok(!definedNames.includes('return'));
  });

  it('counts what the parser can make no sense of', async () => {
    assert.ok((await reportOf('typescript', code.replace('{ a }', '{ a'))).errors > 0, 'something is missing');
    assert.ok((await reportOf('typescript', `${code}\n) = ;`)).errors > 0, 'something is too much');
    assert.ok((await reportOf('python', 'def f(:\n  pass\n')).errors > 0);
    assert.equal((await reportOf('python', 'def f():\n  pass\n')).errors, 0);
    const ofPython2 = 'def f():\n  `Gives it.`\n  pass\nx = `a`\n';
    assert.equal((await reportOf('python', ofPython2)).errors, 2, 'quotes that Python has no more');
    assert.equal((await reportOf('python', 'x = "`a`"  # `b`\n')).errors, 0);
  });

  it('knows what is exported by the rules of the language', async () => {
    assert.deepEqual((await reportOf('go', 'package a\nfunc F() {}\nfunc g() {}\n')).exportedNames, ['F']);
    assert.deepEqual((await reportOf('python', 'def f(): pass\ndef _g(): pass\n')).exportedNames, ['f']);
    assert.deepEqual((await reportOf('rust', 'pub fn f() {}\nfn g() {}\n')).exportedNames, ['f']);
  });
});
