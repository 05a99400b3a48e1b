import { strict as assert } from 'node:assert';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import { declarationCases, renamedFunctions } from '../../support/declarationCases.ts';
import { editByHand, withProposals } from '../../support/handEdits.ts';

describe('a rename leaves alone what has the name for something else', () => {
  for (const { languageId, code } of declarationCases) {
    it(`${languageId}: ${code.replace(/\s+/g, ' ')}`, () => {
      const history = editByHand(`${renamedFunctions[languageId]}\n\n${code}\n`);
      const proposed = proposeNextEdits(history, languageId);
      const after = withProposals(history.text, proposed) ?? history.text;
      assert.ok(after.includes(code), after);
    });
  }

  it('and finds the uses beside it, where a line of a ternary begins with one', () => {
    const uses = 'b = a ? c +\n  load : d;\ne = a ? b ?\n  c :\n  load : d;\n';
    const history = editByHand(`const «load→read» = 1;\n${uses}`);
    const proposed = proposeNextEdits(history, 'typescript');
    assert.equal(withProposals(history.text, proposed), `const read = 1;\n${uses.replaceAll('load', 'read')}`);
  });

  it('and no words of the language', () => {
    const rest = "import { a } from './b';\nexport * from './c';\nlog(from);\n";
    const history = editByHand(`const «from→make» = 1;\n${rest}`);
    const proposed = proposeNextEdits(history, 'typescript');
    assert.equal(withProposals(history.text, proposed), `const make = 1;\n${rest.replace('(from)', '(make)')}`);
    const accessor = 'class A {\n  get [b]() {\n    return 1;\n  }\n}\n';
    const got = editByHand(`const «get→take» = 1;\n${accessor}log(get);\n`);
    assert.equal(
      withProposals(got.text, proposeNextEdits(got, 'typescript')),
      `const take = 1;\n${accessor}log(take);\n`,
    );
  });

  it('and not what is around a function whose variable is renamed, wherever that begins', () => {
    const code = 'function f(a) {\n  if (a) b.c = () => { var «load→read» = 1; return load; };\n  return load;\n}\n';
    const history = editByHand(code);
    const proposed = proposeNextEdits(history, 'typescript');
    const after = 'function f(a) {\n  if (a) b.c = () => { var read = 1; return read; };\n  return load;\n}\n';
    assert.equal(withProposals(history.text, proposed), after);
  });
});
