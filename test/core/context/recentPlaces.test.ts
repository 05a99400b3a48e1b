import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { addPlace, placeSnippets, type SeenPlace } from '../../../src/core/context/recentPlaces.ts';

const minute = 60_000;

describe('recentPlaces', () => {
  const seen = (path: string, cursorLine: number, timeMs = 0, visible = { start: 0, end: 40 }): SeenPlace => {
    return { path, languageId: 'typescript', cursorLine, visible, timeMs };
  };
  const paragraphs = Array.from({ length: 10 }, (_, index) => `function f${index}() {\n  a();\n  b();\n}\n`).join('\n');

  it('quotes the code around the cursor, as it is now, from blank line to blank line', () => {
    const places = addPlace([], seen('a.ts', 22, 0));
    const [snippet] = placeSnippets(places, new Map([['a.ts', paragraphs]]), 'b.ts', 3 * minute);
    assert.ok(snippet);
    assert.equal(snippet.text, paragraphs.split('\n').slice(15, 34).join('\n'));
    assert.deepEqual(snippet.lines, { start: 15, end: 34 });
    assert.equal(snippet.reason, 'seen 3 min ago');
    assert.equal(snippet.kind, 'recentFile');
  });

  it('takes the middle of the screen where the cursor is not on it', () => {
    const [snippet] = placeSnippets(
      [seen('a.ts', 0, 0, { start: 30, end: 40 })],
      new Map([['a.ts', paragraphs]]),
      'b.ts',
      0,
    );
    assert.ok(snippet && snippet.lines.start <= 35 && snippet.lines.end > 35);
  });

  it('leaves out the own file, what is old, what is closed and what is private', () => {
    const texts = new Map(['a.ts', 'b.ts', 'c.ts', '.env'].map((path) => [path, paragraphs]));
    const all = [
      seen('a.ts', 1, 0),
      seen('b.ts', 1, 29 * minute),
      seen('d.ts', 1, 29 * minute),
      seen('.env', 1, 29 * minute),
    ];
    const places = all.reduce(addPlace, [] as readonly SeenPlace[]);
    const paths = (own: string) => placeSnippets(places, texts, own, 31 * minute).map(({ path }) => path);
    assert.deepEqual(paths('c.ts'), ['b.ts']);
    assert.deepEqual(paths('b.ts'), []);
  });

  it('keeps the newest of places that overlap, the newest last', () => {
    const places = [
      seen('a.ts', 1),
      seen('b.ts', 1),
      seen('a.ts', 20, 5),
      seen('a.ts', 90, 6, { start: 80, end: 100 }),
    ];
    assert.deepEqual(
      places.reduce(addPlace, [] as readonly SeenPlace[]).map(({ path, cursorLine }) => [path, cursorLine]),
      [
        ['b.ts', 1],
        ['a.ts', 20],
        ['a.ts', 90],
      ],
    );
  });

  it('quotes no secrets, also where a key reaches out of the quotation', () => {
    const body = Array.from({ length: 30 }, (_, index) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwgg${index}Q`);
    const text = ['const key = `-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----`;', 'done();'].join(
      '\n',
    );
    const [snippet] = placeSnippets([seen('a.ts', 28)], new Map([['a.ts', text]]), 'b.ts', 0);
    assert.equal(snippet?.text.includes('MIIE'), false);
    assert.equal(snippet?.text.includes('done();'), true);
  });

  it('is in the text, has the cursor in it and stays small, wherever that is', () => {
    const document = fc.array(fc.constantFrom('', '  ', 'a', '  b', '}'), { maxLength: 80 });
    fc.assert(
      fc.property(document, fc.nat(100), fc.nat(100), fc.nat(60), (lines, cursorLine, start, height) => {
        const place = seen('a.ts', cursorLine, 0, { start, end: start + height });
        for (const snippet of placeSnippets([place], new Map([['a.ts', lines.join('\n')]]), 'b.ts', 0)) {
          assert.equal(snippet.text, lines.slice(snippet.lines.start, snippet.lines.end).join('\n'));
          assert.ok(snippet.lines.end - snippet.lines.start <= 25);
          assert.ok(snippet.text.trim() !== '');
        }
      }),
    );
  });
});
