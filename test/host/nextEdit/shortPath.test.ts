import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { shortPath } from '../../../src/host/nextEdit/shortPath.ts';

describe('a path in a hint', () => {
  it('is cut at its folders, and never in the name of the file', () => {
    assert.equal(shortPath('src/a.ts'), 'src/a.ts');
    assert.equal(shortPath(`packages/${'inner/'.repeat(9)}a.ts`), `…/${'inner/'.repeat(7)}a.ts`);
    assert.equal(shortPath(`src/${'a'.repeat(60)}.ts`), `…/${'a'.repeat(60)}.ts`);
    assert.equal(shortPath(`${'a'.repeat(60)}.ts`), `${'a'.repeat(60)}.ts`);
  });

  it('ends as the path does', () => {
    const paths = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(paths, (parts) => {
        const [path, name] = [parts.join('/'), parts.at(-1) ?? ''];
        const short = shortPath(path);
        assert.ok(path.endsWith(short.replace(/^…/, '')) && short.endsWith(name));
        assert.ok(short.length <= Math.max(51, name.length + 2));
      }),
    );
  });
});
