import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { chatFormats } from '../../src/core/prompt/chatFormats.ts';
import { chooseChat } from '../../src/core/prompt/chooseChat.ts';
import { chooseFamily } from '../../src/core/prompt/families.ts';
import type { EngineModel, Prompt } from '../../src/shared/engine.ts';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { ggufBool, ggufFloat32, ggufString } from '../support/ggufWriter.ts';
import { goldenCompletion, goldenConversations, matchGoldenPrompts } from '../support/goldenPrompt.ts';
import { type ModelRow, modelRows } from '../support/modelRows.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { tinyVocabulary, tokenTypes } from '../support/tinyVocabulary.ts';

describe('each row of docs/models.md, with a tiny twin of its model', () => {
  let folder: string;
  let fixture: EngineFixture;
  const cacheBefore = process.env['LEEWARD_CACHE'];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-rows-'));
    // Where the engine keeps what it makes of models that have a window; it inherits this.
    process.env['LEEWARD_CACHE'] = join(folder, 'cache');
    fixture = await EngineFixture.create();
  });
  after(async () => {
    await fixture.dispose();
    if (cacheBefore === undefined) delete process.env['LEEWARD_CACHE'];
    else process.env['LEEWARD_CACHE'] = cacheBefore;
    await rm(folder, { recursive: true, force: true });
  });

  for (const row of modelRows) {
    for (const chatTemplate of row.chatTemplates.length > 0 ? row.chatTemplates : ['']) {
      const file =
        row.chat === undefined ? '' : chatTemplate === '' ? ', a file without a template' : ', with a template';
      it(`${row.model}${file}: loads, is recognised, renders its golden prompt, generates`, async () => {
        const modelPath = join(folder, `${row.fileName}.gguf`);
        await writeTwin(modelPath, row, chatTemplate);
        const slidingWindow = row.window === undefined ? 'off' : tinyWindow;
        const client = fixture.client(modelPath, { params: { slidingWindow } });
        const model = await client.model(never);
        assert.equal(model.name, row.fileName);
        assert.equal(model.windowTokens, row.window === undefined ? undefined : tinyWindow);
        for (const prompt of recognisedPrompts(row, model)) {
          const request = { ...continuation(''), ...prompt, purpose: 'chat', maxTokens: 12 } as const;
          const { text, counts } = await client.generate(request, () => 'continue', never);
          assert.equal(counts.decodeTokens, 12);
          assert.ok(text.length > 0);
        }
      });
    }
  }
});

const tinyWindow = 64;

/** The prompts that its completions and its chat begin with, which are the row's golden ones. */
function recognisedPrompts(row: ModelRow, model: EngineModel): readonly Prompt[] {
  const mode = chooseFamily(model);
  assert.equal(mode.kind === 'fim' ? mode.family.name : undefined, row.fim);
  const completion = goldenCompletion(mode);
  const chat = chooseChat(model);
  assert.equal(chat.kind === 'chat' ? chat.format.name : undefined, row.chat);
  const conversations = chat.kind === 'chat' ? goldenConversations(chat.format) : [];
  for (const name of row.goldenPrompts)
    matchGoldenPrompts(name, name.startsWith('chat-') ? conversations : [completion]);
  if (chat.kind === 'none') assert.match(chat.reason, /does not say that it is a chat model/);
  return [completion, ...conversations];
}

/** Two layers, as many query heads a KV head, and what its file says of vocabulary, positions and context. */
async function writeTwin(path: string, row: ModelRow, chatTemplate: string): Promise<void> {
  const queries = row.heads / row.kvHeads;
  const kvHeads = 2;
  const heads = queries * kvHeads;
  const controlTokens = row.controlTokens;
  const words = [' [', 'INST', '<<', 'SYS', '>>', ' the', 'return'];
  const { tokenizer } = row;
  const metadata: Record<string, GgufValue> = {
    'general.name': ggufString(row.title),
    'llama.rope.freq_base': ggufFloat32(row.ropeBase),
  };
  if (chatTemplate !== '') metadata['tokenizer.chat_template'] = ggufString(chatTemplate);
  if (tokenizer === 'llama') {
    metadata['tokenizer.ggml.add_bos_token'] = ggufBool(true);
    metadata['tokenizer.ggml.add_space_prefix'] = ggufBool(true);
    const vocabulary = tinyVocabulary(tokenizer, words, controlTokens);
    metadata['tokenizer.ggml.token_type'] = tokenTypes(vocabulary, controlTokens, 'normal');
  }
  await writeTinyModel(path, {
    ...{ tokenizer, words, extraControlTokens: controlTokens, metadata },
    ...{ layers: 2, heads, kvHeads, embedding: 16 * heads, contextLength: row.fileContextTokens },
  });
}

describe('docs/models.md', () => {
  const table = async () => {
    const text = await readFile(resolve(import.meta.dirname, '..', '..', 'docs', 'models.md'), 'utf8');
    const lines = text.split('\n').filter((line) => line.startsWith('| '));
    return lines.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  };

  it('has a row for each model, and says of it what the shapes give', async () => {
    const [, ...rows] = await table();
    const expected = modelRows.map((row) => [
      row.model,
      row.chat ?? '-',
      row.fim === undefined ? '-' : 'prefix, suffix, middle',
      row.window === undefined ? '-' : count(row.window),
      `${row.layers} x ${row.kvHeads} x ${row.headSize}`,
      mebibytes(row, 4_096),
      mebibytes(row, 32_768),
      count(row.trainedContextTokens),
      row.licence,
      row.goldenPrompts.map((name) => `\`${name}\``).join(', '),
    ]);
    assert.deepEqual(
      rows.map((cells) => cells.slice(0, expected[0]?.length)),
      expected,
    );
  });

  it('knows what the paper says of Mistral', () => {
    const [mistral = assert.fail()] = modelRows.filter(({ model }) => model === 'Mistral 7B v0.1');
    assert.equal(cacheBytes(mistral, 1), 128 * 1024);
    assert.equal(mebibytes(mistral, 32_768), '544 MiB');
    assert.equal(cacheBytes(mistral, 32_768), 4 * 2 ** 30);
  });

  it('names formats that there are', () => {
    for (const { chat } of modelRows) assert.ok(chat === undefined || chatFormats.some(({ name }) => name === chat));
  });
});

/** Keys and values of every layer and KV head, 2 bytes a number. */
function cacheBytes({ layers, kvHeads, headSize }: ModelRow, tokens: number): number {
  return 2 * layers * kvHeads * headSize * 2 * tokens;
}

/** With a window the cache has room for it, a chunk and one more, in steps of 256, whatever the length. */
function mebibytes(row: ModelRow, tokens: number): string {
  const cells = row.window === undefined ? tokens : Math.ceil((row.window + chunkTokens + 1) / 256) * 256;
  return `${count(cacheBytes(row, cells) / 2 ** 20)} MiB`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
