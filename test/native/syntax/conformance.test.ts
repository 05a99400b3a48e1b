import { strict as assert } from 'node:assert';
import { type SyntaxLanguage, syntaxLanguages } from '../../../syntaxes/languages.ts';
import { damagedTexts, soundTexts, sourceTexts } from '../../support/syntaxCorpus.ts';
import { factsQuery, nativeEngine, type SyntaxEngine, wasmEngine } from '../../support/syntaxEngines.ts';

const soundCount = 500;
const damagedCount = 100;

/** Two versions of tree-sitter (0.25 and 0.27) do not always recover from an error in the same way. */
const maxRecoveries = 5;

/** The first run builds the native library where its own binary does not load. */
const limitMs = 5 * 60_000;

describe('what is found in a text by the wasm runtime and by the native one', function () {
  this.timeout(limitMs);

  for (const language of syntaxLanguages) {
    it(`${language.id}: the same definitions, references, imports and blocks in ${soundCount} texts`, async () => {
      const [wasm, native] = await bothEngines(language);
      const texts = soundTexts(language, sourceTexts(language), soundCount, native.isSound);
      assert.equal(new Set(texts.map(({ name }) => name)).size, soundCount);
      let definitions = 0;
      let references = 0;
      for (const { name, text } of texts) {
        const found = wasm.find(text);
        assert.deepEqual(found, native.find(text), name);
        definitions += found.filter((line) => line.includes('definition.')).length;
        references += found.filter((line) => line.startsWith('reference ')).length;
      }
      assert.ok(definitions > 3 * soundCount, `${definitions} definitions`);
      assert.ok(references > 20 * soundCount, `${references} references`);
    });

    it(`${language.id}: an error in the same ones of ${damagedCount} damaged texts, most read the same`, async () => {
      const [wasm, native] = await bothEngines(language);
      const differing: string[] = [];
      let unsound = 0;
      for (const { name, text } of damagedTexts(sourceTexts(language), damagedCount)) {
        const isSound = wasm.isSound(text);
        assert.equal(isSound, native.isSound(text), name);
        const isSame = wasm.find(text).join('\n') === native.find(text).join('\n');
        assert.ok(isSame || !isSound, name);
        if (!isSame) differing.push(name);
        if (!isSound) unsound += 1;
      }
      assert.ok(unsound > damagedCount / 4, `${unsound} texts with an error`);
      assert.ok(differing.length <= maxRecoveries, differing.join('\n'));
    });
  }

  it('tells two queries apart', async () => {
    const language = typescript();
    const query = await factsQuery(language);
    const other = query.replace('(function_declaration name: (_) @name) @definition.function', '');
    assert.notEqual(other, query);
    const text = 'export function clamp(value: number) { return value; }\nclass A {}\n';
    const found = (await wasmEngine(language)).find(text);
    assert.deepEqual((await nativeEngine(language, query)).find(text), found);
    assert.notDeepEqual((await nativeEngine(language, other)).find(text), found);
  });

  it('has the same unit for places behind letters of several bytes or code units', async () => {
    const [wasm, native] = await bothEngines(typescript());
    const text = "const é = '名😀'; function λ() {}\n";
    const definition = `definition.function ${text.indexOf('function')}-${text.indexOf('\n')} name 26-27 λ`;
    assert.ok(wasm.find(text).includes(definition), wasm.find(text).join('\n'));
    assert.deepEqual(native.find(text), wasm.find(text));
  });
});

async function bothEngines(language: SyntaxLanguage): Promise<readonly [SyntaxEngine, SyntaxEngine]> {
  return [await wasmEngine(language), await nativeEngine(language, await factsQuery(language))];
}

function typescript(): SyntaxLanguage {
  const language = syntaxLanguages.find(({ id }) => id === 'typescript');
  assert.ok(language !== undefined);
  return language;
}
