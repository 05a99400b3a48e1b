import assert from 'node:assert/strict';
import { chatModel, runRewrite } from '../../support/rewrites.ts';

const python = `import os

LIMIT = 3


def load(path):
    with open(path) as file:
        return file.read()


class Store:
    def get(self, key):
        return self.items[key]

    def put(self, key, item):
        self.items[key] = item


def save(path, text):
    with open(path, "w") as file:
        file.write(text)
`;
const closing = '    with open(path) as file:\n        return file.read().strip()\n';
const changed = python.replace('file.read()', 'file.read().strip()');
const guide = Array.from({ length: 12 }, (_, at) => `Step ${at} says what comes next.\n`).join('\n');

/** The reason why `answer` to an instruction is refused; `undefined`: it is offered. */
async function refused(
  input: string,
  answer: string,
  { refactoring = 'instruct', text = python, languageId = 'python' } = {},
): Promise<string | undefined> {
  const answers = [answer, answer];
  const script = { refactoring, input, languageId, marked: `«${text}»`, answers, model: chatModel };
  const { rewrite } = await runRewrite(script);
  assert.notEqual(rewrite.kind, 'unchanged');
  return rewrite.kind === 'failed' ? rewrite.reason : undefined;
}

describe('An instruction', function () {
  this.timeout(30_000);

  for (const refactoring of ['instruct', 'instructFiles']) {
    it(`does not lose the definitions that the answer leaves out: ${refactoring}`, async () => {
      const only = `def load(path):\n${closing}`;
      assert.match((await refused('strip what load gives', only, { refactoring })) ?? '', /has lost LIMIT/);
    });

    it(`is asked for again where most of a text is lost, and then offered with that: ${refactoring}`, async () => {
      const part = 'Step 0 says what follows.\n\nStep 1 says what comes next.\n';
      const whole = guide.replace('comes next', 'follows');
      const run = async (input: string, ...answers: readonly string[]) => {
        const { rewrite, engine } = await runRewrite({
          ...{ refactoring, input, answers, languageId: 'markdown', marked: `«${guide}»`, model: chatModel },
        });
        assert.equal(rewrite.kind, 'proposed', JSON.stringify(rewrite));
        const { after, checks } = rewrite.kind === 'proposed' ? rewrite : { after: '', checks: [] };
        return [engine.requests.length, after, /^Only 2 of 12 lines are left/.test(checks[0]?.sentence ?? '')];
      };
      assert.deepEqual(await run('say follows', part, whole), [2, whole, false]);
      assert.deepEqual(await run('kürze es auf zwei Zeilen', part, part), [2, part, true]);
      assert.deepEqual(await run('kürze es auf zwei Zeilen', part, ''), [2, part, true]);
      assert.deepEqual(await run('remove all but two steps', part), [1, part, false]);
      assert.deepEqual(await run('say follows', whole), [1, whole, false]);
    });
  }

  const wrong: readonly (readonly [input: string, answer: string, reason: RegExp])[] = [
    ['strip what is read', changed.replace(/ {4}def put[\s\S]*?item\n\n\n/, '\n'), /Store\.put/],
    ['strip what is read', changed.replace('LIMIT = 3\n', ''), /lost LIMIT/],
    ['remove the blank lines from all functions', changed.replace(/\n\ndef save[\s\S]*$/, ''), /has lost save/],
    ['rename what is not clear', changed.replace(/\n\ndef save[\s\S]*$/, ''), /has lost save/],
    ['make Store faster', changed.replace(/ {4}def put[\s\S]*?item\n\n\n/, '\n'), /Store\.put/],
  ];
  for (const [input, answer, reason] of wrong) {
    it(`to ${input} loses nothing besides`, async () => {
      assert.match((await refused(input, answer)) ?? '', reason);
    });
  }

  const right: readonly (readonly [input: string, answer: string])[] = [
    ['strip what is read', changed],
    ['remove `save`', python.replace(/\n\ndef save[\s\S]*$/, '')],
    ['drop the Store', python.replace(/class Store[\s\S]*(?=def save)/, '')],
    ['delete all unused functions', python.replace(/\n\ndef save[\s\S]*$/, '')],
    ['give the functions better names', python.replace('def save', 'def write_text')],
    ['make load a class', python.replace('def load(path):', 'class load:\n    path = ""\n')],
  ];
  for (const [input, answer] of right) {
    it(`to ${input} may do so`, async () => {
      assert.equal(await refused(input, answer), undefined);
    });
  }
});
