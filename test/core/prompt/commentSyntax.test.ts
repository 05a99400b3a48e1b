import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { commentOut, isSameSyntax } from '../../../src/core/prompt/commentSyntax.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';

describe('commentOut', () => {
  const cases: readonly [languageId: string, commented: string][] = [
    ['typescript', '// a\n\n//   b'],
    ['javascriptreact', '// a\n\n//   b'],
    ['python', '# a\n\n#   b'],
    ['sql', '-- a\n\n--   b'],
    ['css', '/* a */\n\n/*   b */'],
    ['vue', '<!-- a -->\n\n<!--   b -->'],
    ['nobody-knows', '# a\n\n#   b'],
  ];
  for (const [languageId, commented] of cases) {
    it(languageId, () => assert.equal(commentOut('a\n\n  b', languageId), commented));
  }

  it('knows every language that has a grammar', () => {
    for (const { id, lineComment } of syntaxLanguages) assert.equal(commentOut('a', id), `${lineComment} a`);
  });

  it('law: nothing in the text closes a comment early', () => {
    const text = fc.string({ unit: fc.constantFrom('*', '/', '-', '>', ')', 'a', '\n'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.constantFrom(['css', '*/'], ['html', '-->'], ['ocaml', '*)']), (code, [language, end]) => {
        for (const line of commentOut(code, language as string).split('\n')) {
          assert.equal(line.indexOf(end as string), line === '' ? -1 : line.length - (end as string).length);
        }
      }),
    );
  });
});

describe('isSameSyntax', () => {
  it('takes dialects for one another, and nothing else', () => {
    assert.ok(isSameSyntax('typescriptreact', 'javascript') && isSameSyntax('c', 'cpp') && isSameSyntax('go', 'go'));
    assert.ok(!isSameSyntax('java', 'javascript') && !isSameSyntax('css', 'c'));
  });
});
