import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { compactSignature } from '../../../src/core/context/compactSignature.ts';

describe('compactSignature', () => {
  const cases: readonly [name: string, signature: string, expected: string][] = [
    ['clamp', 'export function clamp(value: number): number', 'function clamp(value: number): number'],
    [
      'Router',
      'export default abstract class Router<T> extends Base implements Uses {',
      'class Router<T> extends Base implements Uses',
    ],
    ['run', 'pub(crate) async fn run(&self) -> Result<(), Error>', 'async fn run(&self) -> Result<(), Error>'],
    [
      'get',
      '@Override public final String get(@Nullable String key) throws IOException',
      'String get(@Nullable String key) throws IOException',
    ],
    ['open', 'def open( path: str, mode: str = "r", ) -> IO:', 'def open(path: str, mode: str = "r") -> IO'],
    ['Color', '#[derive(Debug, Clone)] pub enum Color', 'enum Color'],
    ['host', '@get:JvmName("host") val host: String', 'val host: String'],
    ['close', 'internal actual inline fun Socket.close()', 'fun Socket.close()'],
    ['public', 'public', 'public'],
    ['proxy', 'val proxy: Proxy? = builder.proxy', 'val proxy: Proxy?'],
    ['SIZE', 'pub const SIZE: usize = 1 << 4;', 'const SIZE: usize = 1 << 4'],
    ['visit', 'visit: (a: A) => boolean = (a) => !a.b', 'visit: (a: A) => boolean = (a) => !a.b'],
    ['run', 'fun run(): Task = Task(name, owner)', 'fun run(): Task = Task(name, owner)'],
    ['luaV_run', 'LUAI_FUNC int luaV_run (lua_State *L)', 'int luaV_run (lua_State *L)'],
    ['a_t', 'typedef struct a_s { int x; union { int y; } u; } a_t', 'typedef struct a_s a_t'],
    ['a_s', 'typedef struct a_s { int x; } a_s', 'typedef struct a_s'],
    ['git_end', 'GIT_EXTERN(void) git_end(int n)', 'void git_end(int n)'],
    ['git_id', 'GIT_EXTERN(const git_oid *) git_id(int n)', 'const git_oid *git_id(int n)'],
    ['read32', 'MEM_STATIC U32 read32(const void* p)', 'U32 read32(const void* p)'],
    ['BIT_open', 'FILE BIT_open(void)', 'FILE BIT_open(void)'],
    ['MAX_SIZE', '# define MAX_SIZE (1 << 4)', '#define MAX_SIZE (1 << 4)'],
    ['half', '#define half(x) ((x) / 2)', '#define half(x) ((x) / 2)'],
    ['check', '#define check(p) do { \\ if (!p) return; \\ } while (0)', '#define check(p)'],
    ['move', '#define move(a, b) \\ (memmove((a), (b), sizeof(struct thing) * something_long))', '#define move(a, b)'],
  ];
  for (const [name, signature, expected] of cases) {
    it(expected, () => assert.equal(compactSignature({ name, signature }), expected));
  }

  it('leaves default values out of a long line, and nothing else', () => {
    const signature = `def connect(self, host: str = "localhost", ports: list[int] = [80, 443], retry=Retry(3, delay=1), *, check=lambda a, b: a == b) -> Connection:`;
    assert.equal(
      compactSignature({ name: 'connect', signature }),
      'def connect(self, host: str, ports: list[int], retry, *, check) -> Connection',
    );
  });

  it('keeps what only looks like a default value', () => {
    const signature = `function each(visit: (value: number) => boolean, until: (a: string) => void, fail = () => { return 1 }, more: A<B>): Array<number>`;
    assert.equal(
      compactSignature({ name: 'each', signature }),
      'function each(visit: (value: number) => boolean, until: (a: string) => void, fail, more: A<B>): Array<number>',
    );
  });

  it('keeps what is bound in type arguments', () => {
    const signature = `pub fn parse_low_raw(rawargs: impl IntoIterator<Item = impl Into<OsString>>, more: Something = Other) -> anyhow::Result<LowArgs>`;
    assert.equal(
      compactSignature({ name: 'parse_low_raw', signature }),
      'fn parse_low_raw(rawargs: impl IntoIterator<Item = impl Into<OsString>>, more: Something) -> anyhow::Result<LowArgs>',
    );
  });

  it('is one line of at most 400 characters that has the name', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '(', ')', '=', ',', '\n', '{', '[', ']', ':', '@', 'export '),
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, text, (before, behind) => {
        const line = compactSignature({ name: 'theName', signature: `${before.slice(0, 200)} theName${behind}` });
        assert.ok(line.length <= 400);
        assert.ok(!line.includes('\n'));
        assert.match(line, /theName/);
      }),
    );
  });
});
