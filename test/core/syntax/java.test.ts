import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Java', () => {
  it('definitions', async () => {
    const text = `package com.shop;

/** A store. */
@Service("a name that is long")
public class Store<T> extends Base implements Closeable {
  private static final int LIMIT = 10;
  protected Map<String, Integer> items = new HashMap<>(), more;
  Store(int size) { this.size = size; }
  @Override
  public void close() throws IOException {
    int local = 1;
    Runnable task = new Runnable() { public void run() {} };
  }
  private void own() {}
  Object made = new Object() { void hidden() {} };
  enum Color { RED, GREEN(1) { void special() {} }; int code; }
  public interface Reader { int read(byte[] into); int EOF = -1; }
}
record Point(int x, int y) { Point { check(x); } static Point zero() { return null; } }
@interface Marker { String value() default ""; }
`;
    assert.deepEqual(await symbolsOf('java', text), [
      '+ class Store | public class Store<T> extends Base implements Closeable',
      '- field Store.LIMIT | private static final int LIMIT = 10',
      '+ field Store.items | protected Map<String, Integer> items = new HashMap<>(), more',
      '+ field Store.more | protected Map<String, Integer> items = new HashMap<>(), more',
      '+ method Store.Store | Store(int size)',
      '+ method Store.close | @Override public void close() throws IOException',
      '- method Store.own | private void own()',
      '+ field Store.made | Object made = new Object()',
      '+ enum Store.Color | enum Color',
      '+ enumMember Color.RED | RED',
      '+ enumMember Color.GREEN | GREEN(1)',
      '+ field Color.code | int code',
      '+ interface Store.Reader | public interface Reader',
      '+ method Reader.read | int read(byte[] into)',
      '+ field Reader.EOF | int EOF = -1',
      '+ class Point | record Point(int x, int y)',
      '+ field Point.x | int x',
      '+ field Point.y | int y',
      '+ method Point.Point | Point',
      '+ method Point.zero | static Point zero()',
      '+ interface Marker | @interface Marker',
      '+ method Marker.value | String value() default ""',
    ]);
    const facts = await factsOf('java', text);
    assert.equal(facts.package, 'com.shop');
    assert.deepEqual(facts.symbols[0]?.lines, { start: 2, end: 18 });
  });

  it('imports', async () => {
    const text = `package com.own;
import java.util.List;
import static com.x.Tools.clamp;
import com.all.*;
import static com.x.Names.*;`;
    assert.deepEqual(await importsOf('java', text), [
      'java.util (List)',
      'com.x.Tools (clamp)',
      'com.all (*)',
      'com.x.Names (*)',
    ]);
  });

  it('references', async () => {
    const text = `package com.own;
class A<T> extends Base {
  void run(List<Item> list, int... rest) {
    for (Item item : list) { item.use(count, x -> x + 1); }
    try (Reader reader = open()) { } catch (Failure failure) { }
  }
}`;
    const { references } = await factsOf('java', text);
    assert.deepEqual(
      references.map(({ name }) => name),
      'Base List Item list item use count x Reader open Failure'.split(' '),
    );
  });
});
