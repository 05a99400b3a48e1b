import { strict as assert } from 'node:assert';
import { type NameSources, unknownNames } from '../../../src/core/completion/unknownNames.ts';

const never = new AbortController().signal;
const place = { uri: 'file:///a.ts', languageId: 'typescript', prefix: 'const near = 1;\n', suffix: '\nbelow();\n' };
const text = 'near(inPrompt, below, made.up, inIndex, unsaved);';

describe('unknownNames', () => {
  it('are neither in the document, nor in the prompt, nor in the index, nor in an open document', async () => {
    const asked: unknown[] = [];
    const unknown = await unknownNames(
      {
        absentNames: async (names) => {
          asked.push(names);
          return names.filter((name) => name !== 'inIndex');
        },
        openTexts: () => ['', 'function unsaved() {}\nunsaved();\n'],
      },
      { place, text, promptTexts: ['export function inPrompt(): void;'] },
      never,
    );
    assert.deepEqual(asked, [['made', 'up', 'inIndex', 'unsaved']]);
    assert.deepEqual(
      unknown.map(({ name, isMember }) => [name, isMember]),
      [
        ['made', false],
        ['up', true],
      ],
    );
  });

  it('are none where nothing is asked, or nothing is known', async () => {
    const openTexts = () => assert.fail();
    const ask = (absentNames: NameSources['absentNames'], text: string) =>
      unknownNames({ absentNames, openTexts }, { place, text, promptTexts: [] }, never);
    assert.deepEqual(await ask(async () => assert.fail(), 'near(below);'), []);
    assert.deepEqual(await ask(async () => undefined, 'made(up);'), []);
    assert.deepEqual(await ask(async () => [], 'made(up);'), []);
  });
});
