import { strict as assert } from 'node:assert';
import { markPythonReexports } from '../../../src/core/syntax/languages/pythonReexports.ts';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Python', () => {
  it('definitions', async () => {
    const text = `
MAX_SIZE: int = 3
table = {}
first, second = 1, 2
table = {'again': 1}
type Alias[T] = list[T]

# Above.
@lru_cache(maxsize=None, typed=True)
@cached
async def load(
    path: str,  # where
    *args, key=None, **kwargs
) -> Iterator[str]:
    """Doc."""
    local = 1
    def inner(): pass

def _own(): ...

class Store(Base[int], metaclass=Meta):
    limit = 10
    name: str
    KIND = 'a'

    def __init__(self, path):
        self.path = path
        self._cache: dict[str, int] = {}
        if path:
            self.path = None

    @property
    def size(self) -> int:
        return 1

    class Inner:
        deep = 1

if TYPE_CHECKING:
    def conditional(): pass
`;
    assert.deepEqual(await symbolsOf('python', text), [
      '+ constant MAX_SIZE | MAX_SIZE: int = 3',
      '+ variable table | table = {}',
      '+ variable first | first, second = 1, 2',
      '+ variable second | first, second = 1, 2',
      '+ type Alias | type Alias[T] = list[T]',
      '+ function load | @cached async def load(path: str, *args, key=None, **kwargs) -> Iterator[str]',
      '- function _own | def _own()',
      '+ class Store | class Store(Base[int], metaclass=Meta)',
      '+ field Store.limit | limit = 10',
      '+ field Store.name | name: str',
      "+ constant Store.KIND | KIND = 'a'",
      '+ method Store.__init__ | def __init__(self, path)',
      '+ field Store.path | self.path = path',
      '- field Store._cache | self._cache: dict[str, int] = {}',
      '+ method Store.size | @property def size(self) -> int',
      '+ class Store.Inner | class Inner',
      '+ field Inner.deep | deep = 1',
      '+ function conditional | def conditional()',
    ]);
    const { symbols } = await factsOf('python', text);
    const load = symbols.find(({ name }) => name === 'load');
    assert.deepEqual(load?.lines, { start: 7, end: 17 });
  });

  it('imports', async () => {
    const text = `
from __future__ import annotations
import os, a.b as c
import x.y
from . import sibling
from .z import (d as e, f)
from ..up import *
def late():
    from inside import g
`;
    assert.deepEqual(await importsOf('python', text), [
      'os (* as os)',
      'a.b (* as c)',
      'x.y (* as x.y)',
      '. (sibling)',
      '.z (d as e, f)',
      '..up (*)',
      'inside (g)',
    ]);
  });

  it('what a file passes on: all of a module, a name under itself, and all that a package file takes', () => {
    const fact = { module: '.m', names: [], isWholeModule: false, isReexport: false };
    const star = { ...fact, isWholeModule: true };
    const alias = { ...fact, isWholeModule: true, alias: 'm' };
    const named = { ...fact, names: [{ name: 'a' }] };
    const itself = { ...fact, names: [{ name: 'a', alias: 'a' }] };
    const passedOn = (path?: string) =>
      markPythonReexports([star, alias, named, itself], path).map(({ isReexport }) => isReexport);
    assert.deepEqual(passedOn(), [true, false, false, true]);
    assert.deepEqual(passedOn('a/my__init__.py'), [true, false, false, true]);
    assert.deepEqual(passedOn('a/__init__.py'), [true, false, true, true]);
    assert.deepEqual(passedOn('__init__.pyi'), [true, false, true, true]);
  });

  it('references', async () => {
    const text = `
class A(Base):
    def run(self, items: List[Item], *rest, key=default):
        """docstring"""
        for index, item in enumerate(items):
            value = self.find(item.name, key=f"{inside}")
        with open(path) as file: return [x for x in file]  # comment
`;
    const { references } = await factsOf('python', text);
    assert.deepEqual(
      references.map(({ name }) => name),
      'Base List Item default enumerate items find item name key inside open path x file'.split(' '),
    );
  });
});
