import { strict as assert } from 'node:assert';
import { inlineVariable } from '../../../src/core/refactor/inline/inlineVariable.ts';
import { applyEdits } from '../../../src/shared/text.ts';
import { acceptedCases, around, refusedCases } from '../../support/inlineCases.ts';

function inlined(marked: string, languageId: string): { readonly after?: string; readonly reason?: string } {
  const text = marked.replace('‸', '');
  const result = inlineVariable(text, languageId, marked.indexOf('‸'));
  return result.kind === 'edits' ? { after: applyEdits(text, result.edits) } : { reason: result.reason };
}

const placed = (languageId: string, statements: string): string => (around[languageId] ?? ['', '']).join(statements);
const title = (statements: string): string => statements.trim().replace(/\s*\n\s*/g, ' ⏎ ');

describe('a variable is inlined without a language server', () => {
  for (const [languageId, before, after] of acceptedCases) {
    it(`${languageId}: ${title(before)}`, () =>
      assert.deepEqual(inlined(placed(languageId, before), languageId), { after: placed(languageId, after) }));
  }

  it('at the top level of a module, and of Python where its name begins with _', () => {
    assert.deepEqual(inlined("import 'a';\nconst ‸x = 1;\nlog(x);\n", 'typescript'), {
      after: "import 'a';\nlog(1);\n",
    });
    assert.deepEqual(inlined('‸_x = 1\nprint(_x)\n', 'python'), { after: 'print(1)\n' });
  });

  it('in lines that end with \\r\\n', () =>
    assert.deepEqual(inlined('function f() {\r\n  const ‸x = 1;\r\n  return x;\r\n}\r\n', 'typescript'), {
      after: 'function f() {\r\n  return 1;\r\n}\r\n',
    }));
});

describe('a variable stays', () => {
  it('that other files may use', () => {
    for (const [languageId, text] of [
      ['typescript', 'const a = 1;\nconst ‸x = a;\nexport { x };\n'],
      ['typescript', "const ‸x = 'a';\nexport { x as y };\n"],
      ['python', 'if DEBUG:\n    ‸LEVEL = 1\n    log(LEVEL)\n'],
      ['python', "‸__version__ = '1'\nprint(__version__)\n"],
    ] as const)
      assert.match(inlined(text, languageId).reason ?? '', /exported|other modules/, text);
  });

  for (const [languageId, before, reason] of refusedCases) {
    it(`${languageId}: ${title(before)}`, () => {
      const result = inlined(placed(languageId, before), languageId);
      assert.equal(result.after, undefined);
      assert.match(result.reason ?? '', reason);
    });
  }

  for (const [languageId, marked, reason] of [
    ['typescript', 'export const ‸x = 1;\nlog(x);\n', /exported/],
    ['typescript', 'const ‸x = 1;\nlog(x);\n', /other files/],
    ['python', '‸x = 1\nprint(x)\n', /other modules/],
    ['python', 'class A:\n    ‸x = 1\n    y = x\n', /member/],
    ['java', 'class A {\n  int ‸x = 1;\n  int y = x;\n}\n', /member/],
    ['c', 'int ‸x = 1;\nint f() { return x; }\n', /outside of functions/],
    ['ruby', '‸x = 1\nputs x\n', /ruby/],
    ['typescript', 'f(‸x;\n', /partner/],
    ['typescript', 'f(1 ‸);\n', /no name/],
  ] as const) {
    it(`${languageId}: ${title(marked)}`, () => assert.match(inlined(marked, languageId).reason ?? '', reason));
  }
});
