import { strict as assert } from 'node:assert';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assetsVersion } from '../src/core/syntax/grammars.ts';
import { copySyntaxAssets, sourceAssets, syntaxPackages } from '../tools/bundle/syntaxAssets.ts';

const repository = resolve(import.meta.dirname, '..');

describe('syntax assets', () => {
  it('a build has what the sources have, and writes only what has changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'syntaxes-'));
    try {
      await copySyntaxAssets(repository, folder);
      const readSource = sourceAssets(repository);
      const files = readdirSync(join(folder, 'syntaxes'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => !path.endsWith(assetsVersion));
      assert.ok(files.length > 30);
      for (const path of files) {
        const name = path.slice(join(folder, 'syntaxes').length + 1).replaceAll('\\', '/');
        assert.ok(readFileSync(path).equals(await readSource(name)), name);
        utimesSync(path, 1, 1);
      }
      const changed = join(folder, 'syntaxes', 'go', 'tags.scm');
      writeFileSync(changed, 'older');
      utimesSync(changed, 1, 1);
      await copySyntaxAssets(repository, folder);
      assert.deepEqual(
        files.filter((path) => statSync(path).mtimeMs !== 1000),
        [changed],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('have another version as soon as one of them is another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'syntaxes-'));
    try {
      const own = join(folder, 'repository');
      cpSync(join(repository, 'syntaxes'), join(own, 'syntaxes'), { recursive: true });
      symlinkSync(join(repository, 'node_modules'), join(own, 'node_modules'), 'junction');
      const versionOf = async (output: string) => {
        await copySyntaxAssets(own, join(folder, output));
        return readFileSync(join(folder, output, 'syntaxes', assetsVersion), 'utf8');
      };
      const first = await versionOf('a');
      assert.equal(await versionOf('a'), first);
      assert.equal(await versionOf('b'), first);
      appendFileSync(join(own, 'syntaxes', 'go', 'tags.scm'), '; a remark\n');
      assert.notEqual(await versionOf('a'), first);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('an asset that is not there is named', async () => {
    await assert.rejects(sourceAssets(repository)('nothing.wasm'), /nothing\.wasm/);
  });

  it('every package that they are from has a licence', () => {
    const packages = syntaxPackages();
    assert.ok(packages.includes('web-tree-sitter') && packages.includes('@tree-sitter-grammars/tree-sitter-kotlin'));
    for (const name of packages) {
      const files = readdirSync(join(repository, 'node_modules', name));
      assert.ok(
        files.some((file) => /^licen[cs]e/i.test(file)),
        name,
      );
    }
  });
});
