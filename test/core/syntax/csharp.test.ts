import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of C#', () => {
  it('has types with their members; a member of a class is private where nothing is said', async () => {
    const text = `
namespace Shop.Orders;

[Serializable]
public abstract class Store<T> : Base<T>, IStore where T : class
{
    private readonly int _count = 3, _other;
    public const string Name = "store";
    static readonly Dictionary<string, int> Sizes = new();
    public event EventHandler? Changed;
    public int Count { get; private set; } = 1;
    public string Title { get { return Name; } }
    public Store(int count) : base(count) { }
    [Pure]
    [Obsolete("a long attribute is code of its own")]
    public async Task<int> SaveAsync<U>(U value, CancellationToken token = default) where U : new() { var x = 1; return x; }
    void IStore.Touch() { }
    protected abstract void Draw();
    public delegate void Handler(object sender);
    string Hidden() => "";
}
`;
    assert.deepEqual(await symbolsOf('csharp', text), [
      '+ class Store | [Serializable] public abstract class Store<T> : Base<T>, IStore where T : class',
      '- field Store._count | private readonly int _count = 3',
      '- field Store._other | private readonly int _other',
      '+ constant Store.Name | public const string Name = "store"',
      '- field Store.Sizes | static readonly Dictionary<string, int> Sizes = new()',
      '+ field Store.Changed | public event EventHandler? Changed',
      '+ field Store.Count | public int Count { get; private set; } = 1',
      '+ field Store.Title | public string Title',
      '+ method Store.Store | public Store(int count)',
      '+ method Store.SaveAsync | [Pure] public async Task<int> SaveAsync<U>(U value, CancellationToken token = default) where U : new()',
      '- method Store.Touch | void IStore.Touch()',
      '+ method Store.Draw | protected abstract void Draw()',
      '+ type Store.Handler | public delegate void Handler(object sender)',
      '- method Store.Hidden | string Hidden()',
    ]);
  });

  it('has records, interfaces, enums, extensions and functions of a program', async () => {
    const text = `
void Log(string text) { }
public record Point(int X, int Y);
internal readonly record struct Size(double Width) { public double Area => Width; }
public interface IStore { int Count { get; } void Touch(); }
enum Color : byte { Red, [Description("g")] Green = 3 }
static class Extensions { public static int Len(this string s) => s.Length; }
`;
    assert.deepEqual(await symbolsOf('csharp', text), [
      '+ function Log | void Log(string text)',
      '+ class Point | public record Point(int X, int Y)',
      '+ field Point.X | int X',
      '+ field Point.Y | int Y',
      '+ class Size | internal readonly record struct Size(double Width)',
      '+ field Size.Width | double Width',
      '+ field Size.Area | public double Area',
      '+ interface IStore | public interface IStore',
      '+ field IStore.Count | int Count { get; }',
      '+ method IStore.Touch | void Touch()',
      '+ enum Color | enum Color : byte',
      '+ enumMember Color.Red | Red',
      '+ enumMember Color.Green | [Description("g")] Green = 3',
      '+ class Extensions | static class Extensions',
      '+ method Extensions.Len | public static int Len(this string s)',
    ]);
  });

  it('has its namespace, in both forms', async () => {
    assert.equal((await factsOf('csharp', 'namespace A.B;\nclass C { }\n')).package, 'A.B');
    const { symbols, ...facts } = await factsOf('csharp', 'namespace A.B\n{\n    class C { }\n}\n');
    assert.equal(facts.package, 'A.B');
    assert.equal(symbols[0]?.container, undefined);
  });

  it('has imports', async () => {
    const text = 'using System;\nglobal using A.B;\nusing static System.Math;\nusing Json = System.Text.Json;\n';
    assert.deepEqual(await importsOf('csharp', text), [
      'System (*)',
      'A.B (*)',
      'System.Math (*)',
      'System.Text.Json (* as Json)',
    ]);
  });

  it('has neither definitions nor references whose name is missing', async () => {
    const text = 'class A {\n  int x;\n  publi=c int Position { get; }\n  int y;\n}\n';
    const { symbols, references } = await factsOf('csharp', text);
    assert.deepEqual(
      [...symbols, ...references].filter(({ name }) => name === ''),
      [],
    );
    assert.ok(symbols.some(({ name }) => name === 'x'));
  });
});
