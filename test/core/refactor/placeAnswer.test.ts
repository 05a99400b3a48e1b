import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { afterOf, runRewrite } from '../../support/rewrites.ts';

describe('An answer', function () {
  this.timeout(30_000);

  describe('with a string over many lines', () => {
    const template = (indent: string, text: string) =>
      `${indent}help() {\n${indent}  return \`Use:\n${text}  a\n b\n${indent}      c\`;\n${indent}}\n`;
    const quotes = (indent: string) =>
      `${indent}def help(self):\n${indent}    return '''Use:\n  a\n b\n            c'''\n`;
    const run = async (languageId: string, scope: string, answer: string) => {
      const head = languageId === 'python' ? 'class A:\n    size = 1\n\n' : 'class A {\n    size = 1;\n\n';
      const marked = `${head}«${scope}»${languageId === 'python' ? '' : '}\n'}`;
      const refactoring = 'addDocumentation';
      return (await runRewrite({ refactoring, languageId, marked, answers: [answer, answer] })).rewrite;
    };

    it('leaves it as the answer has it', async () => {
      const own = template('    ', '');
      assert.deepEqual(await run('typescript', own, own), { kind: 'unchanged' });
      const documented = `    /** Helps. */\n${own}`;
      assert.ok(afterOf(await run('typescript', own, documented)).includes(documented));
      const python = quotes('    ');
      assert.deepEqual(await run('python', python, python), { kind: 'unchanged' });
    });

    it('leaves it where the rest is moved', async () => {
      const python = quotes('    ');
      for (const indent of ['', '  ', '        ']) {
        assert.deepEqual(await run('python', python, quotes(indent)), { kind: 'unchanged' }, JSON.stringify(indent));
      }
    });
  });

  describe('of a text that has fences of its own', () => {
    const readme = '# Pump\n\nMoves water.\n\n## Use\n\nTurn it on.\n\n## License\n\nMIT\n';
    const longer = readme.replace(
      '## Use',
      '## Install\n\n```bash\nnpm install pump\n```\n\n- or\n\n  ```\n  make\n  ```\n\n## Use',
    );
    const run = (answer: string, marked = `«${readme}»`) =>
      runRewrite({
        refactoring: 'instruct',
        input: 'add an install section',
        languageId: 'markdown',
        path: 'README.md',
        marked,
        answers: [answer],
      });

    it('goes on behind them', async () => {
      const { rewrite, engine } = await run(`${longer}\`\`\`\`\`\nI have added it.`);
      assert.equal(afterOf(rewrite), longer);
      const prompt = promptText(engine.requests[0]?.segments ?? []);
      assert.ok(prompt.includes(`:\n\`\`\`\`\`markdown\n${readme}\`\`\`\`\`\n`), prompt);
    });

    it('ends where the model ends it by a shorter one', async () => {
      for (const end of ['```', '```\n', '````\n\n']) assert.equal(afterOf((await run(longer + end)).rewrite), longer);
      assert.equal(afterOf((await run(longer)).rewrite), longer);
    });

    it('keeps the end of a block that began above the scope', async () => {
      const marked = '```sh\n«make\n```\n\nThat is all.\n\n```sh\nmake\n```\n»';
      const answer = 'make all\n```\n\nThat is all.\n\n```sh\nmake\n```\n';
      assert.equal(afterOf((await run(answer, marked)).rewrite), `\`\`\`sh\n${answer}`);
    });
  });
});
