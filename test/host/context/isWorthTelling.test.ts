import { strict as assert } from 'node:assert';
import { isWorthTelling } from '../../../src/host/context/isWorthTelling.ts';

describe('isWorthTelling', () => {
  it('tells nothing of folders that are never read', () => {
    for (const path of ['node_modules/a/b.js', 'app/node_modules/.bin', '.git/index', '.ssh/config'])
      for (const isContent of [true, false]) assert.equal(isWorthTelling(path, isContent), false, path);
  });

  it('tells of what comes or goes whatever its name, and of content where it may be read', () => {
    for (const path of ['src/a.ts', '.gitignore', 'node_modules', 'Makefile'])
      for (const isContent of [true, false]) assert.equal(isWorthTelling(path, isContent), true, path);
    for (const path of ['debug.log', 'lib/kit.a', 'app.lock']) {
      assert.equal(isWorthTelling(path, false), true, path);
      assert.equal(isWorthTelling(path, true), false, path);
    }
  });
});
