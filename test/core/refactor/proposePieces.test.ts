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
      /^1 of 4 parts are left as they were \(close\): The answer changes more than types/,
    );
  });

  it('leaves a part that has no room as it is', async () => {
    const long = file.replace('def last(x):\n', `def last(x):\n${'    x = x + 1\n'.repeat(600)}`);
    const { rewrite } = await runRewrite({
      ...{ refactoring: 'addTypes', languageId: 'python', marked: `«${long}»` },
      answers: members.map((code) => code.replace('):', ') -> int:')),
    });
    assert.ok(rewrite.kind === 'proposed', JSON.stringify(rewrite));
    assert.equal(rewrite.after, long.replaceAll('(self):\n', '(self) -> int:\n'));
    assert.match(rewrite.checks[0]?.sentence ?? '', /^1 of 4 parts .*\(last\): The code to change has/);
  });

  it('has a comment for a class, around its members', async () => {
    const documented = (code: string) => code.replace('):\n', '):\n        """Does it."""\n');
    const own = 'class File:\n    """Has a size."""\n\n    size = 1\n';
    const { rewrite, engine } = await runRewrite({
      ...{ refactoring: 'addDocumentation', languageId: 'python', marked: `«${file}»` },
      answers: [own, ...members.map(documented), 'def last(x):\n    """Does it."""\n    return os.sep\n'],
    });
    assert.ok(rewrite.kind === 'proposed', JSON.stringify(rewrite));
    assert.equal(engine.requests.length, 5);
    const after = members
      .reduce((text, one) => text.replace(one, documented(one)), file)
      .replace('class File:\n    size = 1\n', own)
      .replace('(x):\n', '(x):\n    """Does it."""\n');
    assert.equal(rewrite.after, after);
    assert.doesNotMatch(promptText(engine.requests[0]?.segments ?? []), /self\.a7/);
  });

  it('has a comment for a class in brackets, with its end', async () => {
    const body = filler.replaceAll('        self', '    this').replaceAll('\n', ';\n');
    const methods = ['open', 'close', 'read', 'write'].map((name) => `  ${name}() {\n${body}  }\n`);
    const text = `export class File {\n  size = 1;\n\n${methods.join('\n')}}\n`;
    const own = '/** Has a size. */\nexport class File {\n  size = 1;\n\n}\n';
    const { rewrite, progress } = await runRewrite({
      ...{ refactoring: 'addDocumentation', languageId: 'typescript', marked: `«${text}»` },
      answers: [own, ...methods.map((code) => `/** Does it. */\n${code}`)],
    });
    assert.ok(rewrite.kind === 'proposed', JSON.stringify(rewrite));
    const after = `/** Has a size. */\n${text.replace(/^ {2}(?=\w+\(\) \{)/gm, '  /** Does it. */\n  ')}`;
    assert.equal(rewrite.after, after);
    assert.ok(progress.every((one) => one.includes('open() {') && one.includes('close() {')));
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
