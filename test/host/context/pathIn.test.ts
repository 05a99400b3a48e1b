import { strict as assert } from 'node:assert';
import { pathIn } from '../../../src/host/context/pathIn.ts';

const file = (path: string, authority = '') => ({ scheme: 'file', authority, path });

describe('pathIn', () => {
  it('gives a file its path in each folder that it lies in', () => {
    assert.equal(pathIn(file('/shop'), file('/shop/web/a.ts')), 'web/a.ts');
    assert.equal(pathIn(file('/shop/web'), file('/shop/web/a.ts')), 'a.ts');
    assert.equal(pathIn(file('/'), file('/a.ts')), 'a.ts');
  });

  it('does not mind how a drive or a server is spelled', () => {
    assert.equal(pathIn(file('/C:/Shop'), file('/c:/Shop/A.ts')), 'A.ts');
    assert.equal(pathIn(file('/shop', 'SRV'), file('/shop/a.ts', 'srv')), 'a.ts');
  });

  it('knows what lies elsewhere', () => {
    assert.equal(pathIn(file('/shop'), file('/shopping/a.ts')), undefined);
    assert.equal(pathIn(file('/shop'), { ...file('/shop/a.ts'), scheme: 'git' }), undefined);
    assert.equal(pathIn(file('/shop', 'srv'), file('/shop/a.ts', 'other')), undefined);
  });
});
