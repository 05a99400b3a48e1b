import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Go', () => {
  it('definitions', async () => {
    const text = `package shop

// Store keeps.
type Store[T any] struct {
	Items, count int
	*Base
	Nested struct { Deep int }
}
type Reader interface {
	Read(p []byte) (n int, err error)
	io.Closer
}
type (
	Handler func(w Writer) error
	Same = Store
)
const Limit = 10
const (
	First = iota
	// Second.
	Second
)
var total, Max = 1, 2
var (
	zero int
	table = map[string]int{${'"a": 1, '.repeat(20)}}
)

// Get gets.
func (s *Store[T]) Get(ctx context.Context, keys ...string) (err error) {
	var local = 1
	const own = 2
	type hidden struct{ field int }
}
func (s Same) Len() int { return 0 }
func New[K comparable](key K) *Store { return nil }
func external(a int) int
`;
    assert.deepEqual(await symbolsOf('go', text), [
      '+ class Store | type Store[T any] struct',
      '+ field Store.Items | Items, count int',
      '- field Store.count | Items, count int',
      '+ field Store.Nested | Nested struct { Deep int }',
      '+ interface Reader | type Reader interface',
      '+ method Reader.Read | Read(p []byte) (n int, err error)',
      '+ type Handler | type Handler func(w Writer) error',
      '+ type Same | type Same = Store',
      '+ constant Limit | const Limit = 10',
      '+ constant First | const First = iota',
      '+ constant Second | const Second',
      '- variable total | var total, Max = 1, 2',
      '+ variable Max | var total, Max = 1, 2',
      '- variable zero | var zero int',
      '- variable table | var table = map[string]int{"a": 1, "a": 1, "a": 1, "…',
      '+ method Store.Get | func (s *Store[T]) Get(ctx context.Context, keys ...string) (err error)',
      '+ method Same.Len | func (s Same) Len() int',
      '+ function New | func New[K comparable](key K) *Store',
      '- function external | func external(a int) int',
    ]);
    const facts = await factsOf('go', text);
    assert.equal(facts.package, 'shop');
    const linesOf = (name: string) => facts.symbols.find((symbol) => symbol.name === name)?.lines;
    assert.deepEqual(linesOf('Store'), { start: 2, end: 8 });
    assert.deepEqual(linesOf('Second'), { start: 19, end: 21 });
  });

  it('imports', async () => {
    const text = `package a
import "fmt"
import (
	f "a/b/c"
	. "all"
	_ "side/effect"
	"gopkg.in/yaml.v3"
	"github.com/x/y/v2"
)`;
    assert.deepEqual(await importsOf('go', text), [
      'fmt (* as fmt)',
      'a/b/c (* as f)',
      'all (*)',
      'side/effect (* as _)',
      'gopkg.in/yaml.v3 (* as yaml)',
      'github.com/x/y/v2 (* as y)',
    ]);
  });

  it('references', async () => {
    const text = `package a
func run(w http.Writer) {
	value, err := load(w.Path)
	for i, item := range value.Items { use(Point{X: item}, i) }
	if err != nil { return }
}`;
    const { references } = await factsOf('go', text);
    assert.deepEqual(
      references.map(({ name }) => name),
      'http Writer load w Path value Items use Point X item i err'.split(' '),
    );
  });
});
