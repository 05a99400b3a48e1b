import { strict as assert } from 'node:assert';
import { quoteSelection } from '../../../src/host/context/quoteSelection.ts';

const documentOf = (...lines: readonly string[]) => ({
  lineCount: lines.length,
  lineAt: (line: number) => ({ text: lines[line] ?? '' }),
});

describe('quoteSelection', () => {
  it('quotes whole lines as they are', () => {
    const document = documentOf('function sum(', '  a: number,', '  b: number,', ') {');
    assert.equal(quoteSelection(document, { start: 1, end: 3 }, 'a.ts'), '  a: number,\n  b: number,');
  });

  it('knows a password by its name, where the selection begins behind it', () => {
    const document = documentOf('const login = {', '  password: "x9#Kf2!pQz7Lm",', '  user: 1,', '};');
    const quoted = quoteSelection(document, { start: 1, end: 3 }, 'a.ts');
    assert.ok(!quoted.includes('x9#Kf2!pQz7Lm'), quoted);
    assert.ok(quoted.includes('user: 1'), quoted);
  });

  it('quotes nothing from the middle of a private key', () => {
    const body = Array.from({ length: 24 }, (_, row) => `MIIE${row + 10}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS`);
    const begin = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ');
    const document = documentOf(`const key = \`${begin}`, ...body, `${begin.replace('BEGIN', 'END')}\`;`);
    const quoted = quoteSelection(document, { start: 8, end: 12 }, 'a.ts');
    assert.ok(!quoted.includes('MIIE'), quoted);
  });
});
