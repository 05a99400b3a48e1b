import assert from 'node:assert/strict';
import { slashCommands } from '../../../src/core/chat/slashCommands.ts';
import { refactoringOf, refactorings } from '../../../src/core/refactor/refactoring.ts';

describe('The table of refactorings', () => {
  it('names each once', () => {
    for (const key of ['id', 'title', 'sentence'] as const) {
      assert.equal(new Set(refactorings.map((one) => one[key])).size, refactorings.length, key);
    }
  });

  it('asks for what its prompts need', () => {
    for (const { id, prompt, input, action } of refactorings) {
      // A name that is to be replaced is nothing that the user types.
      if (input === 'none') assert.equal(/\{\{input\}\}/.test(prompt), action === 'rename', id);
      assert.equal(prompt !== '', action !== 'inline', id);
      if (input === 'required') assert.match(prompt, /\{\{input\}\}/, id);
    }
  });

  it('gives the chat its prompts', () => {
    const sharing = {
      explain: 'explain',
      fix: 'fixProblem',
      tests: 'generateTests',
      doc: 'addDocumentation',
      commit: 'commitMessage',
    };
    for (const { id, prompt } of slashCommands) {
      assert.ok(prompt.startsWith(refactoringOf(sharing[id as keyof typeof sharing]).prompt), id);
    }
  });
});
