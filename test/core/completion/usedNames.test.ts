import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { hasName, usedNames } from '../../../src/core/completion/usedNames.ts';

/** `languageId`, what stands on the cursor's line, the text; the names that it uses, members with a dot. */
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['typescript', '', 'add(first, second.third);', ['add', 'first', 'second', '.third']],
  ['typescript', 'items', '.map(({ id }) => format(id));', ['.map', 'format']],
  ['typescript', '', 'const total = sum(...rest);', ['sum', 'rest']],
  ['typescript', '', 'let a = 1;\napply(a);', ['apply']],
  ['typescript', '', 'for (const one of known) { show(one); }', ['known', 'show']],
  ['typescript', '', 'call({ key: value, "text": "words in it" }); // a comment', ['call', 'value']],
  ['typescript', '', '/** what it does */', []],
  ['typescript', '', ' * what it does', []],
  ['typescript', 'console.lo', 'g(message);', ['.log', 'message']],
  ['typescript', 'say("Hello ', 'you", name);', ['name']],
  ['typescript', '', 'if (a === b && !c) return x ?? y;', ['a', 'b', 'c', 'x', 'y']],
  ['typescript', '', 'this.#count += 1;', []],
  ['python', '', 'for key, value in pairs.items():', ['pairs', '.items']],
  ['python', '', 'return join(path, mode=flags)  # not here', ['join', 'path', 'flags']],
  ['python', '', 'with open(path) as file:\n    read(file)', ['read']],
  ['python', '', 'first, second = split(text)', ['split', 'text']],
  ['python', '', '@cached\ndef run(self, name):', []],
  ['rust', '', 'let x = Widget::new(0..size);', ['Widget', 'size']],
  ['rust', '', 'Widget::sized(a)', ['Widget', '.sized', 'a']],
  ['rust', 'rows', '.iter().filter(|row| row.is_open())', ['.iter', '.filter', '.is_open']],
  ['go', '', 'rows, err := load(ctx)', ['load', 'ctx']],
  ['cpp', '', 'node->next = make(1e5f);', ['make']],
];

describe('usedNames', () => {
  for (const [languageId, before, text, names] of cases) {
    it(`${languageId}: ${JSON.stringify(before)} + ${JSON.stringify(text)}`, () => {
      const used = usedNames(text, { prefix: `above\n${before}`, languageId });
      assert.deepEqual(
        used.map(({ name, isMember }) => (isMember ? `.${name}` : name)),
        names,
      );
    });
  }

  it('says where a name begins, and 0 where it has begun before', () => {
    const used = usedNames('me(b);\n\tother();', { prefix: 'na', languageId: 'typescript' });
    assert.deepEqual(
      used.map(({ name, offset }) => [name, offset]),
      [
        ['name', 0],
        ['b', 3],
        ['other', 8],
      ],
    );
  });

  it('law: each name is said once, and stands where it is said to', () => {
    const pieces = fc.array(
      fc.constantFrom('ab', 'c', '.', '(', ')', ' ', '\n', '"', '// ', ' = ', '=>', '|', ':', '#', ','),
    );
    fc.assert(
      fc.property(pieces, fc.constantFrom('typescript', 'python', 'rust', 'plaintext'), (parts, languageId) => {
        const text = parts.join('');
        const used = usedNames(text, { prefix: '', languageId });
        assert.equal(new Set(used.map(({ name }) => name)).size, used.length);
        for (const { name, offset } of used) assert.equal(text.slice(offset, offset + name.length), name);
      }),
    );
  });
});

describe('hasName', () => {
  it('looks for whole words', () => {
    assert.ok(hasName('a.name;', 'name'));
    assert.ok(hasName('name', 'name'));
    assert.ok(hasName('names name', 'name'));
    for (const text of ['names', 'rename', '$name', 'name_', '']) assert.ok(!hasName(text, 'name'), text);
  });
});
