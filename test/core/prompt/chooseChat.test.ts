import { strict as assert } from 'node:assert';
import { chatFormats } from '../../../src/core/prompt/chatFormats.ts';
import { type ChatTraits, chooseChat, controlTextsOf, requireChat } from '../../../src/core/prompt/chooseChat.ts';
import { modelFamilies } from '../../../src/core/prompt/families.ts';

const llamaTokens = ['<s>', '</s>'];
const chatMLTokens = ['<|im_start|>', '<|im_end|>'];
const mistralTokens = [...llamaTokens, '[INST]', '[/INST]'];
const gemmaTokens = ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'];
const phiTokens = [...llamaTokens, '<|user|>', '<|assistant|>', '<|system|>', '<|end|>'];
const graniteTokens = ['<|start_of_role|>', '<|end_of_role|>', '<|end_of_text|>'];
const llama3Tokens = ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'];
const deepSeekTokens = ['<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<|EOT|>'];

const model = (name: string, controlTokens: readonly string[], chatTemplate = '', title = ''): ChatTraits => ({
  name,
  title,
  controlTokens,
  chatTemplate,
});

describe('chooseChat', () => {
  const cases: readonly [format: string, how: string, ChatTraits][] = [
    // What templates write, without the program around it.
    ['ChatML', 'template', model('a', chatMLTokens, "'<|im_start|>' + message['role'] + '\n'")],
    ['Mistral Instruct v0.1', 'template', model('a', llamaTokens, "'[INST] ' + message['content'] + ' [/INST]'")],
    ['Llama 2 Chat', 'template', model('a', llamaTokens, "'<<SYS>>\\n' + system; '[INST] ' + content.strip()")],
    ['Mistral v3', 'template', model('a', mistralTokens, "'[INST] ' + message['content'] + '[/INST]'")],
    ['Mistral Tekken', 'template', model('a', mistralTokens, "'[INST]' + message['content'] + '[/INST]'")],
    [
      'Mistral v7',
      'template',
      model('a', [...mistralTokens, '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'], "'[SYSTEM_PROMPT] ' + c; '[INST] ' + c"),
    ],
    [
      'Mistral v7 Tekken',
      'template',
      model('a', [...mistralTokens, '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'], "'[SYSTEM_PROMPT]' + c; '[INST]' + c"),
    ],
    ['Llama 3', 'template', model('a', llama3Tokens, "'<|start_header_id|>' + role; '<|eot_id|>'")],
    ['Gemma', 'template', model('a', gemmaTokens, "'<start_of_turn>' + role")],
    ['Granite 3', 'template', model('a', graniteTokens, "'<|start_of_role|>user<|end_of_role|>'")],
    ['Phi-3', 'template', model('a', phiTokens, "'<|user|>\n' + c + '<|end|>\n<|assistant|>\n'")],
    [
      'DeepSeek-Coder Instruct',
      'template',
      model('a', deepSeekTokens, "'### Instruction:\\n' + c; '### Response:\\n' + c + '\\n<|EOT|>\\n'"),
    ],
    ['ChatML', 'tokens that a chat added', model('OpenHermes', [...llamaTokens, ...chatMLTokens])],
    ['ChatML', 'tokens and name', model('Qwen2 0.5B Instruct', ['<|endoftext|>', ...chatMLTokens])],
    ['Phi-3', 'tokens', model('a', phiTokens)],
    ['Mistral v3', 'tokens and name', model('mistral-7b-instruct-v0.3', mistralTokens)],
    ['Llama 3', 'tokens and name', model('Meta-Llama-3-8B-Instruct', llama3Tokens)],
    ['Gemma', 'tokens and name', model('gemma-2b-it', gemmaTokens)],
    ['Granite 3', 'tokens and name', model('granite-3.1-8b-instruct', graniteTokens)],
    ['Mistral Instruct v0.1', 'name', model('mistral-7b-instruct-v0.1.Q4_K_M', llamaTokens)],
    ['Mistral Instruct v0.1', 'title', model('model', llamaTokens, '', 'mistralai_mistral-7b-instruct-v0.1')],
    ['Mistral Instruct v0.1', 'name', model('mixtral-8x7b-instruct-v0.1', llamaTokens)],
    ['Llama 2 Chat', 'name', model('llama-2-13b-chat.Q5_0', llamaTokens, '', 'LLaMA v2')],
    ['Llama 2 Chat', 'name', model('codellama-7b-instruct.Q8_0', llamaTokens)],
    ['DeepSeek-Coder Instruct', 'name', model('deepseek-coder-6.7b-instruct', deepSeekTokens)],
  ];
  for (const [format, how, traits] of cases) {
    it(`${format} by its ${how}: ${traits.title || traits.name}`, () => {
      const mode = chooseChat(traits);
      assert.equal(mode.kind === 'chat' ? mode.format.name : mode.reason, format);
    });
  }

  const unknown = /has a chat template of a kind that Leeward does not know/;
  const refused: readonly [says: RegExp, ChatTraits][] = [
    [
      /does not say .* has no chat template, and its name none .* Choose an Instruct or Chat model/,
      model('mistral-7b-v0.1', llamaTokens),
    ],
    [/^llama-30b does not say/, model('llama-30b', llamaTokens)],
    [/does not say that it is a chat model/, model('llama-2-7b', llamaTokens)],
    [/does not say that it is a chat model/, model('codellama-7b', llamaTokens)],
    // Their base models have the chat's control tokens too.
    [/does not say that it is a chat model/, model('SmolLM2-135M', chatMLTokens)],
    [/does not say that it is a chat model/, model('Meta-Llama-3-8B', llama3Tokens)],
    [/does not say that it is a chat model/, model('gemma-2b', gemmaTokens)],
    [/does not say that it is a chat model/, model('Mistral-7B-v0.3', mistralTokens)],
    [/no chat template, .* newer file/, model('wizard-7b-chat', llamaTokens)],
    [unknown, model('a', llamaTokens, "'USER: ' + c + ' ASSISTANT:'")],
    [/does not say that it is a chat model/, model('zephyr-7b-beta.Q4_K_M', llamaTokens)],
    [/does not say that it is a chat model/, model('vicuna-7b-v1.5.Q4_K_M', llamaTokens)],
    // A template that is not known is not overruled by what tokens or a name would say.
    [unknown, model('phi-4', chatMLTokens, "'<|im_start|>user<|im_sep|>'")],
    [unknown, model('phi-4-instruct', [...chatMLTokens, '<|im_sep|>'], "'<|im_start|>user<|im_sep|>'")],
    [unknown, model('R1-Qwen2.5-Instruct', [...chatMLTokens, '<｜User｜>'], "'<｜User｜>' + c + '<｜Assistant｜>'")],
    [unknown, model('tune-of-mistral-v0.3-instruct', mistralTokens, "'USER: ' + c + ' ASSISTANT: '")],
    [unknown, model('tune-of-phi-3', phiTokens, "'USER: ' + c + ' ASSISTANT: '")],
    [unknown, model('tune-of-llama', [...llamaTokens, ...chatMLTokens], "'USER: ' + c + ' ASSISTANT: '")],
    [unknown, model('codellama-7b-instruct', llamaTokens, "'Source: user' + c + ' <step> Source: assistant'")],
    // The template needs what the vocabulary does not have.
    [unknown, model('a', ['<|im_start|>'], "'<|im_start|>' + role")],
  ];
  for (const [says, traits] of refused) {
    it(`has no format for ${traits.name}: ${says.source}`, () => {
      const mode = chooseChat(traits);
      assert.ok(mode.kind === 'none', 'chose a format');
      assert.match(mode.reason, says);
      assert.throws(() => requireChat(traits), { name: 'UserError', code: 'inputInvalid', message: mode.reason });
    });
  }

  it('takes the name for nothing where a template says otherwise', () => {
    const traits = model('mistral-7b-instruct-v0.1', [...llamaTokens, ...chatMLTokens], "'<|im_start|>' + role");
    assert.equal(requireChat(traits).name, 'ChatML');
  });

  it('knows each format under one name, and old models by theirs', () => {
    assert.equal(new Set(chatFormats.map(({ name }) => name)).size, chatFormats.length);
    for (const format of chatFormats) assert.ok(controlTextsOf(format).length > 0, format.name);
    for (const { name, oldChat } of modelFamilies) {
      if (oldChat === undefined) continue;
      // Each such row counts: without it, models of that name would have no format.
      assert.ok(chatFormats.includes(oldChat.format), name);
      const traits = model(`${name} instruct`, controlTextsOf(oldChat.format));
      assert.equal(requireChat(traits).name, oldChat.format.name);
    }
    // The first row that matches a name has it.
    const family = (name: string) => modelFamilies.find(({ oldChat }) => oldChat?.named.test(name))?.name;
    const names = [
      'codellama-7b',
      'llama-2-7b',
      'LLaMA v2',
      'Mixtral-8x7B',
      'Meta-Llama-3-8B',
      'llama-30b',
      'LLaMA 33B',
    ];
    const families = ['Code Llama', 'Llama 2', 'Llama 2', 'Mistral', undefined, undefined, undefined];
    assert.deepEqual(names.map(family), families);
  });
});
