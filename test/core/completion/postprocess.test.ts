import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { matchIndentUnit, removeDoubleIndent } from '../../../src/core/completion/indentation.ts';
import { nextLine } from '../../../src/core/completion/lines.ts';
import {
  cutAtMarkers,
  dropUseless,
  postprocess,
  trimEnd,
  trimStart,
} from '../../../src/core/completion/postprocess.ts';
import { cutAtLineTail, cutAtNextLine, cutSuffixHead } from '../../../src/core/completion/suffixOverlap.ts';
import { atCursor } from '../../support/atCursor.ts';

const markers = ['<|fim_middle|>', '<|endoftext|>'];
const run = (answer: string, marked: string, languageId = 'typescript') =>
  postprocess(answer, { uri: 'file:///a', languageId, markers, ...atCursor(marked) });

describe('postprocess', () => {
  const cases: readonly [name: string, answer: string, marked: string, expected: string, languageId?: string][] = [
    ['leaves what is right', 'b + c;', 'let a = ‸\n', 'b + c;'],
    ['takes leaked markers out', 'b + c;<|endoftext|>import x', 'let a = ‸', 'b + c;'],
    ['drops blank text', ' \n \n', 'let a = ‸', ''],
    ['drops the next line', 'return a;', 'f() {\n  ‸\n  return a;\n}', ''],
    ['drops the next line begun', 'rn a;', 'f() {\n  retu‸\n  return a;\n}', ''],
    ['drops what is too short', 'b', 'let a = ‸', ''],
    [
      'keeps the next line at another column',
      'return None',
      'def f():\n    if x:\n        ‸\n    return None',
      'return None',
      'python',
    ],
    ['keeps a jump that follows elsewhere', 'continue', 'for (;;) {\n  if (a)\n    ‸\n  continue;\n}', 'continue'],
    ['keeps a closer in front of another', '}', 'f() {\n  if (a) {\n    b();\n  ‸\n}', '}'],
    ['drops the closer of a body that stands below', '\n  log();\n}', 'f() {‸\n  return g();\n}\n', '\n  log();'],
    ['drops such a closer below the opener', 'log();\n}', 'f() {\n  ‸\n  return g();\n}\n', 'log();'],
    ['drops such a closer alone', '}', 'f() {\n‸\n  return g();\n}\n', ''],
    ['does not tear a string', 'ting value", s, end)', 'E("Expec‸", s, err)\n', 'ting value'],
    ['does not tear a comparison', "trim() === ''", "text.‸ === ''\n", 'trim()'],
    ['does not close what the line closes', 'aa)', 'foo(‸, b)\n', 'aa'],
    ['does not open what the line opens', 'item) {', 'xs.map((‸) => x)\n', 'item'],
    ['keeps a call in front of an argument', 'g(a)', 'foo(‸, b)\n', 'g(a)'],
    ['does not close a tag twice', 'Hello</div>\n', '<div>‸</div>\n', 'Hello'],
    ['keeps a closer', '}', 'f() {\n  a();\n‸', '}'],
    ['keeps a closing word', 'end', 'def f\n  a\n‸', 'end'],
    ['ends before the next line', 'b();\nc();\nd();', 'a();\n‸\nc();\n', 'b();'],
    ['ends before a closing line at its column', 'b();\n}', 'f() {\n  ‸\n}\n', 'b();'],
    ['ends before a partial next line', 'b();\n\nfunction oth', 'a();\n‸\n\nfunction other() {', 'b();'],
    ['begins at the cursor of a blank line', '\n\n  b();', 'f() {\n  ‸\n', 'b();'],
    ['keeps one blank line', '\n\n\n\nb();', 'a();‸\n', '\n\nb();'],
    ['keeps the space in front of text', 'first, ', 'f(‸second)\n', 'first, '],
    ['trims the end', 'b + c;  \n\n', 'let a = ‸\n', 'b + c;'],
    ['has the line ends of the document', 'b();\nc();', 'a();\r\n‸\r\n', 'b();\r\nc();'],
    ['takes line ends as they come', 'b();\r\nc();', 'a();\n‸\n', 'b();\nc();'],
    ['does not indent twice', '  b();\n  c();', 'f() {\n  ‸\n', 'b();\n  c();'],
    ['cuts loops', 'b();\nb();\nb();\nb();', 'a();\n‸', 'b();'],
  ];
  for (const [name, answer, marked, expected, languageId] of cases)
    it(name, () => assert.equal(run(answer, marked, languageId), expected));

  const lines = fc
    .array(
      fc.constantFrom(
        'a',
        'foo(a);',
        'return a;',
        '\n',
        '\n  ',
        '\n\t',
        '\r\n',
        '  ',
        '\t',
        '}',
        ')',
        '{',
        '(',
        'if (a) {',
        '<|endoftext|>',
        '"',
        ';',
        'é😀',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));
  const places = fc.record({ prefix: lines, suffix: lines, languageId: fc.constantFrom('typescript', 'python') });
  const process = (answer: string, place: { prefix: string; suffix: string; languageId: string }) =>
    postprocess(answer, { uri: 'u', markers, ...place });

  it('law: idempotent', () => {
    fc.assert(
      fc.property(lines, places, (answer, place) => {
        const once = process(answer, place);
        assert.equal(process(once, place), once);
      }),
      { numRuns: 5_000 },
    );
  });

  it('laws: never blank but for nothing, no marker, one kind of line end', () => {
    fc.assert(
      fc.property(lines, places, (answer, place) => {
        const text = process(answer, place);
        assert.ok(text === '' || text.trim() !== '');
        assert.ok(!text.includes('<|endoftext|>'));
        const before = /(\r?)\n[^\n]*$/.exec(place.prefix) ?? /^[^\n]*?(\r?)\n/.exec(place.suffix);
        const expected = before?.[1] === '\r' ? text.replace(/\r\n/g, '') : text;
        assert.match(expected, before?.[1] === '\r' ? /^[^\r\n]*$/ : /^[^\r]*$/);
      }),
      { numRuns: 5_000 },
    );
  });

  it('law: the spliced document never has the next line twice', () => {
    fc.assert(
      fc.property(lines, places, (answer, place) => {
        const text = process(answer, place);
        const next = nextLine(place.suffix);
        if (text === '' || next === undefined) return;
        const lineStart = place.prefix.lastIndexOf('\n') + 1;
        const written = (place.prefix.slice(lineStart) + text).split(/\r?\n/);
        const tail = place.suffix.slice(0, place.suffix.indexOf('\n')).trim();
        if (tail === '') assert.ok(!written.includes(next), JSON.stringify({ text, next }));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('postprocess steps', () => {
  it('cutAtMarkers', () => {
    assert.equal(cutAtMarkers('a<|x|>b<|y|>', ['<|y|>', '<|x|>']), 'a');
    assert.equal(cutAtMarkers('a', ['<|y|>']), 'a');
  });

  it('trimStart', () => {
    assert.equal(trimStart('\n  a', 'foo'), '\n  a');
    assert.equal(trimStart('  \n\n\n  a', 'foo'), '\n\n  a');
    assert.equal(trimStart('\n  a', '  '), '  a');
    assert.equal(trimStart('  a', 'foo'), '  a');
  });

  it('trimEnd', () => {
    assert.equal(trimEnd('a \n ', '\n'), 'a');
    assert.equal(trimEnd('a ', ')'), 'a ');
    assert.equal(trimEnd('a \n ', ')'), 'a');
  });

  it('dropUseless', () => {
    assert.equal(dropUseless('b', 'x = ', ''), '');
    for (const text of ['abc', '[]', '""', '= 0', '0;', '0', 'x)', 'ab'])
      assert.equal(dropUseless(text, 'x = ', ''), text);
    for (const text of ['+', '= ', '&&', '.', '(']) assert.equal(dropUseless(text, 'x = ', ''), '', text);
    assert.equal(dropUseless('0,', 'f(', ' + b)'), '');
    assert.equal(dropUseless(');', 'f(a', ''), ');');
    assert.equal(dropUseless('abc', '  x = ', '\n  x = abc\n'), '');
  });

  it('cutAtNextLine', () => {
    assert.equal(cutAtNextLine('a\nb\nc', '', '\nb'), 'a');
    assert.equal(cutAtNextLine('a\n  b\nc', '', '\nb'), 'a\n  b\nc');
    assert.equal(cutAtNextLine('a\n  }\n}', '', '\n}'), 'a\n  }');
    assert.equal(cutAtNextLine('b', 'a', '\nab'), '');
    assert.equal(cutAtNextLine('a', '', ''), 'a');
  });

  it('cutAtLineTail', () => {
    assert.equal(cutAtLineTail('x, bar)', 'bar)\n'), 'x, ');
    assert.equal(cutAtLineTail('x, bar) + 1\nmore', 'bar)\n'), 'x, ');
    assert.equal(cutAtLineTail('x, ba', 'bar)\n'), 'x, ba');
    assert.equal(cutAtLineTail('x, bar', 'barrel)\n'), 'x, ');
    assert.equal(cutAtLineTail('max', 'x + 1'), 'max');
    assert.equal(cutAtLineTail('a)\nb', ')'), 'a)\nb');
  });

  it('cutSuffixHead', () => {
    assert.equal(cutSuffixHead('a\n}\n\nfunc', '\n}\n\nfunction'), 'a');
    assert.equal(cutSuffixHead('a\n}', '\n}\n'), 'a\n}');
    assert.equal(cutSuffixHead('a\nfunc', ' b\nfunction'), 'a\nfunc');
    assert.equal(cutSuffixHead('a', ''), 'a');
  });

  it('matchIndentUnit', () => {
    assert.equal(matchIndentUnit('a {\n    b\n        c', 'f\n\tg\n'), 'a {\n\tb\n\t\tc');
    assert.equal(matchIndentUnit('a {\n  b\n    c', 'f\n\tg\n'), 'a {\n\tb\n\t\tc');
    const tabs = 'f {\n\tif a {';
    assert.equal(matchIndentUnit('b\n        c', `${tabs}\n\t\t`), 'b\n\t\tc');
    assert.equal(matchIndentUnit('if b {\n            c\n        }', `${tabs}\n\t\t`), 'if b {\n\t\t\tc\n\t\t}');
    assert.equal(matchIndentUnit('b\n    }', `${tabs}\n\t\t`), 'b\n\t}');
    assert.equal(matchIndentUnit('\n        b\n    }', tabs), '\n\t\tb\n\t}');
    assert.equal(matchIndentUnit('\n    b\n  }', tabs), '\n\t\tb\n\t}');
    assert.equal(matchIndentUnit('a {\n\tb\n\t\tc', 'f\n  g\n'), 'a {\n  b\n    c');
    assert.equal(matchIndentUnit('a {\n\tb', 'f\n  g\n\th\n'), 'a {\n\tb');
    assert.equal(matchIndentUnit('a {\n\tb', 'f\n'), 'a {\n\tb');
  });

  it('removeDoubleIndent', () => {
    const at = (prefix: string) => ({ prefix, languageId: 'python' });
    assert.equal(removeDoubleIndent('    a\n        b', at('def f():\n    ')), 'a\n    b');
    assert.equal(removeDoubleIndent('    a\n    b', at('def f():\n    ')), 'a\n    b');
    assert.equal(removeDoubleIndent('    a', at('def f():\n')), '    a');
    assert.equal(removeDoubleIndent('    a', at('    if b:\n    ')), '    a');
    assert.equal(removeDoubleIndent(' a', at('x =')), ' a');
  });
});
