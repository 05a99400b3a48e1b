import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of C', () => {
  it('has functions, those only declared too, and what is static is for the file', async () => {
    const text = `
char *copy(const char *text, size_t size);
static inline int square(int x) { return x * x; }
int (*choose(int kind))(void);
struct node **children(struct node *of)
{
	int local = 1;
	return 0;
}
LIB_API int api(void);
EXTERN(int) declared_by_macro(int value);
`;
    assert.deepEqual(await symbolsOf('c', text), [
      '+ function copy | char *copy(const char *text, size_t size)',
      '- function square | static inline int square(int x)',
      '+ function children | struct node **children(struct node *of)',
      '+ function api | LIB_API int api(void)',
      '+ function declared_by_macro | EXTERN(int) declared_by_macro(int value)',
    ]);
  });

  it('has types with their members', async () => {
    const text = `
struct node { int value; struct node *next, *previous; char name[10]; int (*compare)(void *); unsigned is_open : 1; };
typedef struct { double x, y; } point;
typedef struct node node_t, *node_p;
typedef int (*visitor)(const struct node *, void *);
enum color { RED, GREEN = 2 };
typedef enum { LOW = 1 } level;
union bits { float real; unsigned word; };
struct declared;
`;
    assert.deepEqual(await symbolsOf('c', text), [
      '+ class node | struct node',
      '+ field node.value | int value',
      '+ field node.next | struct node *next',
      '+ field node.previous | struct node *previous',
      '+ field node.name | char name[10]',
      '+ field node.compare | int (*compare)(void *)',
      '+ field node.is_open | unsigned is_open',
      '+ class point | typedef struct point',
      '+ field point.x | double x',
      '+ field point.y | double y',
      '+ type node_t | typedef struct node node_t',
      '+ type node_p | typedef struct node *node_p',
      '+ type visitor | typedef int (*visitor)(const struct node *, void *)',
      '+ enum color | enum color',
      '+ enumMember color.RED | RED',
      '+ enumMember color.GREEN | GREEN = 2',
      '+ enum level | typedef enum level',
      '+ enumMember level.LOW | LOW = 1',
      '+ class bits | union bits',
      '+ field bits.real | float real',
      '+ field bits.word | unsigned word',
    ]);
  });

  it('has variables and macros, without guards', async () => {
    const text = `
#ifndef A_H
#define A_H
#define LIMIT 10
#define MAX(a, b) ((a) > (b) ? (a) : (b))
extern int count, *counts;
static const char letters[] = "ab";
const int first = 1, second = 2;
void (*handler)(int);
#endif
`;
    assert.deepEqual(await symbolsOf('c', text), [
      '+ macro LIMIT | #define LIMIT 10',
      '+ macro MAX | #define MAX(a, b) ((a) > (b) ? (a) : (b))',
      '+ variable count | extern int count',
      '+ variable counts | extern int *counts',
      '- constant letters | static const char letters[] = "ab"',
      '+ constant first | const int first = 1',
      '+ constant second | const int second = 2',
      '+ variable handler | void (*handler)(int)',
    ]);
  });

  it('has includes, and what is used beside what is bound', async () => {
    const text =
      '#include <stdio.h>\n#include "lib/list.h"\nint f(int a) { int b = a; return list_size(a, b) + LIMIT; }\n';
    assert.deepEqual(await importsOf('c', text), ['stdio.h (*)', 'lib/list.h (*)']);
    const { references } = await factsOf('c', text);
    assert.deepEqual(references, [
      { name: 'a', count: 2 },
      { name: 'list_size', count: 1 },
      { name: 'b', count: 1 },
      { name: 'LIMIT', count: 1 },
    ]);
  });

  it('has the comment above with what it is about', async () => {
    const { symbols } = await factsOf(
      'c',
      '/* One. */\nint one(void);\n\n/* Two,\n * really. */\nint two(void)\n{\n}\n',
    );
    assert.deepEqual(
      symbols.map(({ lines }) => lines),
      [
        { start: 0, end: 2 },
        { start: 3, end: 8 },
      ],
    );
  });
});
