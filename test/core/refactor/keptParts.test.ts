import assert from 'node:assert/strict';
import { missingPart } from '../../../src/core/refactor/keptParts.ts';
import type { Refactoring } from '../../../src/core/refactor/refactoring.ts';
import { syntaxOf } from '../../support/syntaxOf.ts';

const code = `def f(xs, n):
    if n < 3 and xs:
        return "few"
    for x in xs:
        n = n - x
    return n / 10
`;

type Keeps = Refactoring['keeps'];

/** `f` with one piece in place of another. */
async function missing(keeps: Keeps, old: string, own: string): Promise<string | undefined> {
  const text = code.replace(old, own);
  assert.notEqual(text, code, old);
  const [before, after] = [await syntaxOf('python', code), await syntaxOf('python', text)];
  assert.ok(before && after);
  return missingPart(keeps, before, after);
}

describe('The parts that a change keeps', function () {
  this.timeout(20_000);

  const wrong: readonly (readonly [keeps: Keeps, old: string, own: string, complaint: RegExp])[] = [
    ['code', 'n - x', 'n - (x)', /only comments/],
    ['code', '"few"', '"few "', /only comments/],
    ['code', 'n - x', 'n - x  # type: ignore', /only comments/],
    ['untypedCode', 'xs, n', 'xs: list, n: int = 1', /more than types/],
    ['code', 'def f', 'import re\n\ndef f', /only comments/],
    ['untypedCode', 'def f(xs, n)', 'from a import n\n\ndef f(xs: list, n)', /imports `n`/],
    ['material', 'n - x', 'x - n', /`x - n` for `n - x`/],
    ['material', ' and ', ' or ', /`and` for `or`/],
    ['material', 'n < 3', 'n < 10', /lost `3`/],
    ['material', '"few"', 'xs', /lost `few`/],
    ['material', 'n < 3 and xs', 'xs and n < 3', /as it was/],
    [
      'material',
      'return n / 10',
      'return n / 10 + len(xs)',
      /`\+`, which the code did not have there|`len`, which the code did not have there/,
    ],
    ['material', 'return n / 10', 'rest = n / 10\n    return n / 10', /did not have there/],
    ['material', '    return n / 10\n', '', /only deletes/],
    ['oldParts', '        return "few"\n', '        raise ValueError(n)\n', /lost `return`|lost `few`/],
    ['oldParts', 'n - x', 'x - n', /for/],
    ['oldParts', 'n = n - x', 'n = n - x\n        return n', /returns where/],
    ['signatures', 'n < 3', 'n <= 3', /`<=`, which the code did not have there/],
    ['signatures', 'n / 10', 'n / 100', /`100`, which the code did not have there/],
    ['signatures', 'n / 10', 'n', /only deletes/],
    ['signatures', '    for x in xs:\n        n = n - x\n', '', /only deletes/],
  ];
  for (const [keeps, old, own, complaint] of wrong) {
    it(`are not ${keeps}: ${JSON.stringify(own)} for ${JSON.stringify(old)}`, async () => {
      assert.match((await missing(keeps, old, own)) ?? 'nothing', complaint);
    });
  }

  const imports = `import a
from b import (c, d as e)

def f(x):
    import g
    if x:
        return a.h(c, e)
    return g.i(x)
`;
  const importing: readonly (readonly [keeps: Keeps, old: string, own: string, isRight?: true])[] = [
    ['untypedCode', '    import g\n', ''],
    ['untypedCode', '    import g\n    if x:\n', '    if x:\n        import g\n'],
    ['untypedCode', 'from b import (c, d as e)', 'from b import c as e, d as c'],
    ['untypedCode', 'import a\n', 'import z as a\n'],
    ['untypedCode', 'import (c, d as e)', 'import Before, c, d as e', true],
    ['untypedCode', 'import a\n', 'import a\nfrom typing import Any\n', true],
    ['material', '    import g\n', ''],
    ['material', 'import a\n', 'import aa\n'],
    ['oldParts', 'import (c, d as e)', 'import (c)'],
    ['signatures', '    import g\n', ''],
    ['signatures', 'import (c, d as e)', 'import c, d as e, z', true],
  ];
  for (const [keeps, old, own, isRight = false] of importing) {
    it(`${isRight ? 'are' : 'are not'} ${keeps} with other imports: ${JSON.stringify(own)}`, async () => {
      const text = imports.replace(old, own);
      assert.notEqual(text, imports);
      const [before, after] = [await syntaxOf('python', imports), await syntaxOf('python', text)];
      assert.ok(before && after);
      const complaint = missingPart(keeps, before, after);
      if (isRight) assert.equal(complaint, undefined);
      else assert.match(complaint ?? '', /import|more than types/);
    });
  }

  it('of TypeScript are its imports, name by name', async () => {
    const code = "import a, { type b, c as d } from './a';\nimport './e';\nimport type { F } from './f';\n";
    const before = await syntaxOf('typescript', code);
    assert.ok(before);
    const check = async (own: string) => {
      const after = await syntaxOf('typescript', own);
      assert.ok(after);
      return missingPart('signatures', before, after);
    };
    const longer = code.replace('type b', 'type G, type b').replaceAll("'", '"').replace(' F }', ' F, H }');
    assert.equal(await check(longer), undefined);
    for (const [old, own] of [
      ["import './e';\n", ''],
      ['a, {', 'aa, {'],
      ['a, {', '{ a,'],
      [' as d', ''],
      [', c as d', ''],
      ['./f', './ff'],
    ] as const) {
      assert.match((await check(code.replace(old, own))) ?? own, /drops the import/);
    }
  });

  it('of JavaScript are its comparisons, which may be turned round where something is denied as well', async () => {
    const before = await syntaxOf('javascript', 'function f(a) {\n  if (a === 1) return a.b;\n  return 2;\n}\n');
    const after = await syntaxOf('javascript', 'function f(a) {\n  if (a !== 1) return a.b;\n  return 2;\n}\n');
    const denied = await syntaxOf('javascript', 'function f(a) {\n  if (!(a !== 1)) return a.b;\n  return 2;\n}\n');
    assert.ok(before && after && denied);
    assert.match(missingPart('signatures', before, after) ?? '', /`!==`, which the code did not have there/);
    assert.equal(missingPart('signatures', before, denied), undefined);
  });

  const right: readonly (readonly [keeps: Keeps, old: string, own: string])[] = [
    ['code', '    if n', '    """Tells."""\n    # a sign\n    if n'],
    ['untypedCode', '(xs, n)', '(xs: list[int], n: int) -> "str | float"'],
    ['material', 'if n < 3 and xs', 'is_few = n < 3 and xs\n    if is_few'],
    ['material', '"few"', "'few'"],
    ['oldParts', '    for x', '    if xs is None:\n        raise TypeError("xs")\n    for x'],
    [
      'oldParts',
      '    return n / 10',
      '    try:\n        return n / 10\n    except OverflowError as error:\n        raise ValueError("too large") from error',
    ],
    ['signatures', '    for x in xs:\n        n = n - x\n    return n / 10', '    return (n - sum(xs)) / 10'],
    ['signatures', 'if n < 3 and xs', 'if not (n >= 3 or not xs)'],
    ['nothing', 'n / 10', 'n * 7'],
  ];
  for (const [keeps, old, own] of right) {
    it(`are ${keeps}: ${JSON.stringify(own)} for ${JSON.stringify(old)}`, async () => {
      assert.equal(await missing(keeps, old, own), undefined);
    });
  }
});
