import assert from 'node:assert/strict';
import { runRewrite } from '../../support/rewrites.ts';

const file = `import os
from ab import Known

if TYPE_CHECKING:
    from ab import Later
    Alias = Later


class Item:
    size = 1

    def set(self, value):
        return value


def join(items):
    a = b = 0
    c, d = items

    def inner(x):
        return x
    return items


class Last:
    pass
`;

/** What becomes of the file with one piece in place of another. */
async function typed(own: string, old: string, lead = '') {
  assert.ok(file.includes(own));
  const answer = lead + file.replace(own, old);
  const { rewrite } = await runRewrite({
    refactoring: 'addTypes',
    languageId: 'python',
    marked: `«${file}»`,
    answers: [answer, answer, answer, answer, answer, answer],
  });
  return rewrite;
}

describe('Types that are added to Python', function () {
  this.timeout(30_000);

  const wrong: readonly (readonly [own: string, old: string, complaint: RegExp])[] = [
    ['join(items)', 'join(items: List[int])', /`List`/],
    ['join(items)', 'join(items) -> Last', /`Last`/],
    ['join(items)', 'join(items: Later)', /`Later`/],
    ['join(items)', 'join(items: Alias)', /`Alias`/],
    ['join(items)', 'join(items: "Item" | None)', /quotes/],
    ['set(self, value)', 'set(self, value: int) -> Item', /`Item`/],
    ['set(self, value)', 'set(self, value: np.ndarray)', /`np`/],
    ['inner(x)', 'inner(x: Nowhere)', /`Nowhere`/],
    ['a = b = 0', 'a: int = b = 0', /allows none/],
    ['c, d = items', 'c, d: tuple = items', /allows none/],
  ];
  for (const [own, old, complaint] of wrong) {
    it(`are refused where the program would not begin: ${old}`, async () => {
      const rewrite = await typed(own, old);
      assert.match(rewrite.kind === 'failed' ? rewrite.reason : JSON.stringify(rewrite), complaint);
    });
  }

  const right: readonly (readonly [own: string, old: string, lead?: string])[] = [
    ['join(items)', 'join(items: list[Item | None]) -> "Last"'],
    ['join(items)', 'join(items: os.PathLike[str]) -> Known'],
    ['join(items)', 'join(items: List[int])', 'from typing import List\n'],
    ['join(items)', 'join(items: Later) -> Last', 'from __future__ import annotations\n'],
    ['inner(x)', 'inner(x: Last) -> Item'],
    ['set(self, value)', 'set(self: "Item", value: int) -> int'],
  ];
  for (const [own, old, lead] of right) {
    it(`are proved to do nothing: ${old}`, async () => {
      const rewrite = await typed(own, old, lead);
      assert.ok(rewrite.kind === 'proposed' && rewrite.isProven, JSON.stringify(rewrite));
    });
  }

  it('are not proved to do nothing where they may make a field', async () => {
    const rewrite = await typed('size = 1', 'size: int = 1');
    assert.ok(rewrite.kind === 'proposed' && !rewrite.isProven, JSON.stringify(rewrite));
    assert.match(rewrite.checks[0]?.sentence ?? '', /field/);
  });
});
