/** The models of the table in `docs/models.md`: what is known of each, from its makers' papers and configuration files. */
export interface ModelRow {
  readonly model: string;
  /** What its files are called, without the ending. */
  readonly fileName: string;
  readonly title: string;
  /** Chat templates that its files have: the first ones had none. Empty: a base model. */
  readonly chatTemplates: readonly string[];
  /** Name in `src/core/prompt/chatFormats.ts`. Absent: it answers no questions. */
  readonly chat?: string;
  /** Name in `src/core/prompt/families.ts`. Absent: it only continues. */
  readonly fim?: string;
  /** Files in `test/golden/prompts`. */
  readonly goldenPrompts: readonly string[];
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** Tokens. Absent: attention over all before. */
  readonly window?: number;
  readonly trainedContextTokens: number;
  /** What its files say: for Mistral more than it was trained on. */
  readonly fileContextTokens: number;
  readonly ropeBase: number;
  readonly tokenizer: 'gpt2' | 'llama';
  /** Beside those of every Llama vocabulary. */
  readonly controlTokens: readonly string[];
  readonly licence: string;
}

const base = {
  headSize: 128,
  ropeBase: 10_000,
  tokenizer: 'llama',
  chatTemplates: [],
  controlTokens: [],
  goldenPrompts: ['prefix'],
} as const;
const llama1 = { ...base, trainedContextTokens: 2_048, fileContextTokens: 2_048, licence: 'LLaMA, for research only' };
const llama2 = { ...base, trainedContextTokens: 4_096, fileContextTokens: 4_096, licence: 'Llama 2 Community' };
const codeLlama = {
  ...base,
  fim: 'Code Llama',
  goldenPrompts: ['code-llama'],
  // As their first files have it, these are declared as ordinary tokens.
  controlTokens: ['▁<PRE>', '▁<SUF>', '▁<MID>', '▁<EOT>'],
  trainedContextTokens: 16_384,
  fileContextTokens: 16_384,
  ropeBase: 1_000_000,
  licence: 'Llama 2 Community',
};
const mistral = {
  ...base,
  ...{ layers: 32, heads: 32, kvHeads: 8, window: 4_096 },
  trainedContextTokens: 8_192,
  fileContextTokens: 32_768,
  licence: 'Apache-2.0',
};
const shape7B = { layers: 32, heads: 32, kvHeads: 32 };
const shape13B = { layers: 40, heads: 40, kvHeads: 40 };
const llama2Chat = {
  chat: 'Llama 2 Chat',
  chatTemplates: ['', "{{ '[INST] <<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + content.strip() + ' [/INST]' }}"],
  goldenPrompts: ['chat-llama-2-chat'],
};

export const modelRows: readonly ModelRow[] = [
  {
    ...llama1,
    ...{ layers: 60, heads: 52, kvHeads: 52 },
    model: "Llama 1 33B (the paper's 34B)",
    fileName: 'llama-30b',
    title: 'llama-30b',
  },
  { ...llama2, ...shape7B, model: 'Llama 2 7B', fileName: 'llama-2-7b.Q4_K_M', title: 'LLaMA v2' },
  {
    ...llama2,
    ...shape7B,
    ...llama2Chat,
    model: 'Llama 2 7B Chat',
    fileName: 'llama-2-7b-chat.Q4_K_M',
    title: 'LLaMA v2',
  },
  { ...llama2, ...shape13B, model: 'Llama 2 13B', fileName: 'llama-2-13b.Q4_K_M', title: 'LLaMA v2' },
  {
    ...llama2,
    ...shape13B,
    ...llama2Chat,
    model: 'Llama 2 13B Chat',
    fileName: 'llama-2-13b-chat.Q4_K_M',
    title: 'LLaMA v2',
  },
  {
    ...codeLlama,
    ...shape7B,
    model: 'Code Llama 7B',
    fileName: 'codellama-7b.Q4_K_M',
    title: 'codellama_codellama-7b-hf',
  },
  {
    ...codeLlama,
    ...shape7B,
    ...llama2Chat,
    goldenPrompts: ['code-llama', 'chat-llama-2-chat'],
    model: 'Code Llama 7B Instruct',
    fileName: 'codellama-7b-instruct.Q4_K_M',
    title: 'codellama_codellama-7b-instruct-hf',
  },
  { ...mistral, model: 'Mistral 7B v0.1', fileName: 'mistral-7b-v0.1.Q4_K_M', title: 'mistralai_mistral-7b-v0.1' },
  {
    ...mistral,
    model: 'Mistral 7B Instruct v0.1',
    fileName: 'mistral-7b-instruct-v0.1.Q4_K_M',
    title: 'mistralai_mistral-7b-instruct-v0.1',
    chat: 'Mistral Instruct v0.1',
    chatTemplates: ['', "{{ '[INST] ' + message['content'] + ' [/INST]' }}{{ message['content'] + eos_token }}"],
    goldenPrompts: ['chat-mistral-instruct-v0-1'],
  },
  {
    ...base,
    ...{ layers: 30, heads: 9, kvHeads: 3, headSize: 64 },
    model: 'SmolLM2 135M Instruct (the default)',
    fileName: 'SmolLM2-135M-Instruct.Q4_1',
    title: 'Smollm2 135M 8k Lc100K Mix1 Ep2',
    chat: 'ChatML',
    chatTemplates: ["{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"],
    goldenPrompts: ['prefix', 'chat-chatml'],
    trainedContextTokens: 8_192,
    fileContextTokens: 8_192,
    ropeBase: 100_000,
    tokenizer: 'gpt2',
    controlTokens: ['<|im_start|>', '<|im_end|>', '<repo_name>', '<file_sep>', '<filename>'],
    licence: 'Apache-2.0',
  },
];
