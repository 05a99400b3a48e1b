import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of JavaScript', () => {
  const cases: readonly [name: string, text: string, expected: readonly string[]][] = [
    [
      'definitions',
      `export function go(a, b = 1, ...rest) { const local = 1; }
       export const half = (value) => value / 2;
       var old = 1, handler = function (event) {};
       export default class extends Base { static kind = 'a'; #own = 1; get size() { return 1; } run = () => {}; }`,
      [
        '+ function go | export function go(a, b = 1, ...rest)',
        '+ function half | export const half = (value) =>',
        '- variable old | var old = 1',
        '- function handler | var handler = function (event)',
        '+ class default | export default class extends Base',
        "+ field default.kind | static kind = 'a'",
        '- field default.#own | #own = 1',
        '+ method default.size | get size()',
        '+ method default.run | run = () =>',
      ],
    ],
    [
      'CommonJS: what is exported, and what is hung on something',
      `function first() {}
       function second() {}
       function own() {}
       const late = 1;
       module.exports = { first, renamed: second };
       exports.parse = function parse(text) {};
       module.exports.format = (value) => {};
       exports.late = late;
       Parser.prototype.next = function (count) {};`,
      [
        '+ function first | function first()',
        '+ function second | function second()',
        '- function own | function own()',
        '+ constant late | const late = 1',
        '+ function parse | exports.parse = function parse(text)',
        '+ function format | module.exports.format = (value) =>',
        '+ method Parser.next | Parser.prototype.next = function (count)',
      ],
    ],
    [
      'a module that is one thing',
      'module.exports = class Client { constructor(url) { this.url = url; this.url = 1; } };',
      [
        '+ class Client | module.exports = class Client',
        '+ method Client.constructor | constructor(url)',
        '+ field Client.url | this.url = url',
      ],
    ],
    [
      'a module that is one thing without a name',
      'module.exports = function (a) {};',
      ['+ function default | module.exports = function (a)'],
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, async () => assert.deepEqual(await symbolsOf('javascript', text), expected));
  }

  it('imports', async () => {
    const text = `
      import main, { a as b } from './m.js';
      export { c } from './c.js';
      const fs = require('fs');
      const { p, q: r } = require('./common');
      const deep = require('./deep').part;
      module.exports = require('./all');
      exports.one = require('./one');
      const notRequired = requires('no');`;
    assert.deepEqual(await importsOf('javascript', text), [
      './m.js (default as main, a as b)',
      './c.js (c)',
      'fs (* as fs)',
      './common (p, q as r)',
      './deep (part as deep)',
      './all (*)',
      './one (* as one)',
    ]);
    const { imports } = await factsOf('javascript', text);
    assert.deepEqual(
      imports.filter(({ isReexport }) => isReexport).map(({ module }) => module),
      ['./c.js', './all', './one'],
    );
    assert.deepEqual(await symbolsOf('javascript', text), [
      "- constant notRequired | const notRequired = requires('no')",
    ]);
  });

  it('what an exported object names otherwise, or takes from elsewhere', async () => {
    const { imports } = await factsOf('javascript', "module.exports = { a, b: c, d: require('./d') }; x = { e: f };");
    assert.deepEqual(imports, [
      { module: '', names: [{ name: 'c', alias: 'b' }], isWholeModule: false, isReexport: true },
      { module: './d', names: [], isWholeModule: true, alias: 'd', isReexport: true },
    ]);
  });

  it('the same in JSX', async () => {
    const { references } = await factsOf('javascriptreact', 'const view = () => <Card label={title} />;');
    assert.deepEqual(
      references.map(({ name }) => name),
      ['Card', 'label', 'title'],
    );
  });
});
