import { strict as assert } from 'node:assert';
import { importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of C++', () => {
  it('has classes with their members', async () => {
    const text = `
namespace jobs::detail {
/// Keeps one.
template <typename T, class U = int>
class Box final : public Base<T> {
 public:
  Box() = default;
  explicit Box(T value) : value_(std::move(value)), count_{1} {}
  virtual void run(int times = 3) const noexcept = 0;
  static constexpr int kMax = 10;
  template <typename V> V* as() const;
  T& get() { return value_; }
  using value_type = T;
  enum class Kind : char { A, B = 4 };
  struct Inner { int x, *y; };
  friend bool operator==(const Box& a, const Box& b);
 private:
  T value_;
  int count_ GUARDED_BY(mutex_);
};
}
`;
    assert.deepEqual(await symbolsOf('cpp', text), [
      '+ module jobs::detail | namespace jobs::detail',
      '+ class jobs::detail.Box | template <typename T, class U = int> class Box final : public Base<T>',
      '+ method Box.Box | Box() = default',
      '+ method Box.Box | explicit Box(T value)',
      '+ method Box.run | virtual void run(int times = 3) const noexcept = 0',
      '+ field Box.kMax | static constexpr int kMax = 10',
      '+ method Box.as | template <typename V> V* as() const',
      '+ method Box.get | T& get()',
      '+ type Box.value_type | using value_type = T',
      '+ enum Box.Kind | enum class Kind : char',
      '+ enumMember Kind.A | A',
      '+ enumMember Kind.B | B = 4',
      '+ class Box.Inner | struct Inner',
      '+ field Inner.x | int x',
      '+ field Inner.y | int *y',
      '+ method Box.operator== | friend bool operator==(const Box& a, const Box& b)',
      '+ field Box.value_ | T value_',
      '+ field Box.count_ | int count_',
    ]);
  });

  it('gives members that are defined outside to their class', async () => {
    const text = `
Box::Box(int size) : size_(size) {}
Box::~Box() {}
int ns::Box::size() const { return size_; }
template <typename T> T* List<T>::at(int index) { return 0; }
int Box::instances = 0;
`;
    assert.deepEqual(await symbolsOf('cpp', text), [
      '+ method Box.Box | Box::Box(int size)',
      '+ method Box.~Box | Box::~Box()',
      '+ method Box.size | int ns::Box::size() const',
      '+ method List.at | template <typename T> T* List<T>::at(int index)',
      '+ variable Box.instances | int Box::instances = 0',
    ]);
  });

  it('has functions, aliases, concepts and constants; static ones are for the file', async () => {
    const text = `
std::ostream& operator<<(std::ostream& out, const Box& box);
extern "C" int version(void);
static int helper();
static inline int in_header() { return 1; }
template <class T> using Ptr = std::unique_ptr<T>;
template <typename T> concept Addable = requires(T a) { a + a; };
constexpr double kPi{3.14};
auto twice = [](int x) { return 2 * x; };
TEST(Box, Opens) { int local; }
`;
    assert.deepEqual(await symbolsOf('cpp', text), [
      '+ function operator<< | std::ostream& operator<<(std::ostream& out, const Box& box)',
      '+ function version | extern "C" int version(void)',
      '- function helper | static int helper()',
      '+ function in_header | static inline int in_header()',
      '+ type Ptr | template <class T> using Ptr = std::unique_ptr<T>',
      '+ type Addable | template <typename T> concept Addable = requires(T a) { a + a; }',
      '+ constant kPi | constexpr double kPi{3.14}',
      '+ function twice | auto twice = [](int x)',
    ]);
  });

  it('reads headers of C, and functions behind the macros of a library', async () => {
    const text = `
#ifdef __cplusplus
extern "C" {
#endif
typedef struct { int size; } options;
LIB_EXTERN(int) lib_open(const char *path);
LIB_INLINE(int) lib_close(void) { return 0; }
#ifdef __cplusplus
}
#endif
`;
    assert.deepEqual(await symbolsOf('cpp', text), [
      '+ class options | typedef struct options',
      '+ field options.size | int size',
      '+ function lib_open | LIB_EXTERN(int) lib_open(const char *path)',
      '+ function lib_close | lib_close(void)',
    ]);
  });

  it('has classes behind the macro of a library', async () => {
    const text = `
class LIB_API Engine { int cylinders; void start(int speed); };
class LIB_API Motor : public Engine { void stop(); };
`;
    assert.deepEqual(await symbolsOf('cpp', text), [
      '+ class Engine | class LIB_API Engine',
      '+ field Engine.cylinders | int cylinders',
      '+ method Engine.start | void start(int speed)',
      '+ class Motor | class LIB_API Motor : public Engine',
      '+ method Motor.stop | void stop()',
    ]);
  });

  it('has includes', async () => {
    assert.deepEqual(await importsOf('cpp', '#include <vector>\n# include "a/b.hpp"\n'), ['vector (*)', 'a/b.hpp (*)']);
  });
});
