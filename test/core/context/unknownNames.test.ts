import { strict as assert } from 'node:assert';
import { unknownNames } from '../../../src/core/context/unknownNames.ts';

const never = new AbortController().signal;
const place = { uri: 'file:///a.ts', languageId: 'typescript', prefix: 'const near = 1;\n', suffix: '\nbelow();\n' };
const text = 'near(inPrompt, below, made.up, inIndex);';

describe('unknownNames', () => {
  it('are neither in the document, nor in the prompt, nor in the index', async () => {
    const asked: unknown[] = [];
    const unknown = await unknownNames(
      async (names) => {
        asked.push(names);
        return names.filter((name) => name !== 'inIndex');
      },
      { place, text, promptTexts: ['export function inPrompt(): void;'] },
      never,
    );
    assert.deepEqual(asked, [['made', 'up', 'inIndex']]);
    assert.deepEqual(
      unknown.map(({ name, isMember }) => [name, isMember]),
      [
        ['made', false],
        ['up', true],
      ],
    );
  });

  it('are none where nothing is asked, or nothing is known', async () => {
    const noOne = async () => assert.fail();
    assert.deepEqual(await unknownNames(noOne, { place, text: 'near(below);', promptTexts: [] }, never), []);
    assert.deepEqual(
      await unknownNames(async () => undefined, { place, text: 'made(up);', promptTexts: [] }, never),
      [],
    );
  });
});
