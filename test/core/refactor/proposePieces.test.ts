import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { chatModel, runRewrite } from '../../support/rewrites.ts';

const filler = Array.from({ length: 40 }, (_, index) => `        self.a${index} = ${index}\n`).join('');
const members = ['open', 'close', 'read'].map((name) => `    def ${name}(self):\n${filler}        return self.a1\n`);
const file = `import os\n\n\nclass File:\n    size = 1\n\n${members.join('\n')}\n\ndef last(x):\n    return os.sep\n`;

/** The same with a type for what it returns. */
const typed = (code: string) => code.replace('):', ') -> Number:');

describe('A long scope', function () {
  this.timeout(30_000);

  it('is rewritten one definition at a time', async () => {
    const answers = [...members, 'def last(x):\n    return os.sep\n'].map(
      (code) => `from numbers import Number\n\n${typed(code)}`,
    );
    const { rewrite, engine, progress } = await runRewrite({
      refactoring: 'addTypes',
      languageId: 'python',
      marked: `«${file}»`,
      answers,
    });
    assert.equal(engine.requests.length, 4);
    assert.ok(rewrite.kind === 'proposed', JSON.stringify(rewrite));
    assert.equal(
      rewrite.after,
      file.replaceAll('):\n', ') -> Number:\n').replace('import os\n', 'import os\nfrom numbers import Number\n'),
    );
    assert.ok(rewrite.isProven);
    assert.ok(progress.every((text) => text.includes('def last')));
    const asked = engine.requests.map(({ segments }) => promptText(segments));
    assert.ok(asked.every((text) => text.split('The code to change').length === 2));
  });

  it('leaves what fails as it is, and says so', async () => {
    const returning = (code: string) => code.replace('):', ') -> int:');
    const wrong = returning(members[1] ?? '').replace('= 7', '= 8');
    const { rewrite } = await runRewrite({
      refactoring: 'addTypes',
      languageId: 'python',
      marked: `import os\n\n\n«${file.slice('import os\n\n\n'.length)}»`,
      answers: [
        returning(members[0] ?? ''),
        wrong,
        wrong,
        returning(members[2] ?? ''),
        'def last(x):\n    return os.sep\n',
      ],
    });
    assert.ok(rewrite.kind === 'proposed', JSON.stringify(rewrite));
    const kept = members[1] ?? '';
    assert.equal(
      rewrite.after,
      members.reduce((text, own) => (own === kept ? text : text.replace(own, returning(own))), file),
    );
    assert.match(
      rewrite.checks[0]?.sentence ?? '',
      /^1 of 4 parts are left as they were: The answer changes more than types/,
    );
  });

  it('fails where every part fails', async () => {
    const { rewrite } = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: `«${file}»`,
      answers: [],
    });
    assert.deepEqual(rewrite.kind === 'failed' && rewrite.reason, 'The answer has no code.');
  });

  it('is asked for as a whole where its parts belong together', async () => {
    const model = { ...chatModel, contextSizeTokens: 8_192 };
    const { engine } = await runRewrite({
      refactoring: 'simplify',
      languageId: 'python',
      marked: `«${file}»`,
      answers: [file],
      model,
    });
    assert.equal(engine.requests.length, 1);
  });
});
