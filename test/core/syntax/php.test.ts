import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of PHP', () => {
  it('has classes, traits and enums with their members', async () => {
    const text = `<?php
namespace App;
/** Keeps. */
#[Attribute]
abstract class Store extends Base implements Countable
{
    use Logging;
    public const NAME = 'x', OTHER = 2;
    private static ?int $count = 0;
    protected array $a = [], $b;
    public function __construct(private readonly string $name, protected ?User $user = null, int $z = 3) { $local = 1; }
    public static function create(string|int ...$names): static { return new static(...$names); }
    abstract protected function draw(array &$out): void;
    public string $title { get => $this->name; }
}
trait Logging { private function log(string $text) {} }
interface HasColor { public function color(): string; }
enum Suit: string implements HasColor { case Hearts = 'H'; case Clubs; public function color(): string { return ''; } }
`;
    assert.deepEqual(await symbolsOf('php', text), [
      '+ class Store | #[Attribute] abstract class Store extends Base implements Countable',
      "+ constant Store.NAME | public const NAME = 'x'",
      '+ constant Store.OTHER | public const OTHER = 2',
      '- field Store.count | private static ?int $count = 0',
      '+ field Store.a | protected array $a = []',
      '+ field Store.b | protected array $b',
      '+ method Store.__construct | public function __construct(private readonly string $name, protected ?User $user = null, int $z = 3)',
      '- field Store.name | private readonly string $name',
      '+ field Store.user | protected ?User $user = null',
      '+ method Store.create | public static function create(string|int ...$names): static',
      '+ method Store.draw | abstract protected function draw(array &$out): void',
      '+ field Store.title | public string $title',
      '+ class Logging | trait Logging',
      '- method Logging.log | private function log(string $text)',
      '+ interface HasColor | interface HasColor',
      '+ method HasColor.color | public function color(): string',
      '+ enum Suit | enum Suit: string implements HasColor',
      "+ enumMember Suit.Hearts | case Hearts = 'H'",
      '+ enumMember Suit.Clubs | case Clubs',
      '+ method Suit.color | public function color(): string',
    ]);
  });

  it('has functions and constants between HTML', async () => {
    const text = `<h1><?= $title ?></h1>
<?php
define('LIMIT', 10);
const TOP = 3, BOTTOM = 4;
if (!function_exists('escape')) { function escape(?string $text, int $flags = 0): string { return $text; } }
?>
<p>text</p>
`;
    assert.deepEqual(await symbolsOf('php', text), [
      "+ constant LIMIT | define('LIMIT', 10)",
      '+ constant TOP | const TOP = 3',
      '+ constant BOTTOM | const BOTTOM = 4',
      '+ function escape | function escape(?string $text, int $flags = 0): string',
    ]);
  });

  it('has its namespace, and what it uses; variables are no references', async () => {
    const text = `<?php
namespace App\\Http;
use App\\Models\\User;
use App\\Models\\{Post, Comment as Reply};
use function App\\helper;
use \\Bar\\Baz as Q;
use Closure;
require_once __DIR__ . '/x.php';
include 'lib/y.php';
$user = helper(new User($name));
`;
    assert.deepEqual(await importsOf('php', text), [
      'App\\Models (User)',
      'App\\Models (Post, Comment as Reply)',
      'App (helper)',
      'Bar (Baz as Q)',
      'Closure (*)',
      '/x.php (*)',
      'lib/y.php (*)',
    ]);
    const facts = await factsOf('php', text);
    assert.equal(facts.package, 'App\\Http');
    const names = facts.references.map(({ name }) => name);
    assert.deepEqual(names.slice(-2), ['helper', 'User']);
    assert.ok(!names.includes('user') && !names.includes('name'));
  });
});
