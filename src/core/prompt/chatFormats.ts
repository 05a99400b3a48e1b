/**
 * Every chat format, as the models' makers document it.
 *
 * Left out are the system texts that some templates write where a conversation has none (SmolLM2 and Qwen: who the
 * assistant is; DeepSeek-Coder: that it answers questions about computers only). They would cost tokens in every prompt, and
 * what is said before a question is for the asker to decide.
 */
import { bare, type ChatFormat, type Wrapping } from './chatFormat.ts';
import { llama2, mistralTekken, mistralV1, mistralV3, mistralV7, mistralV7Tekken } from './mistralFormats.ts';
import { controlSegment as control, formatSegment as format } from './segments.ts';

/** SmolLM2, Qwen 2 and later, and many fine-tunes. */
export const chatML: ChatFormat = {
  name: 'ChatML',
  begin: [],
  system: { place: 'ownTurn', ...chatMLTurn('system') },
  user: chatMLTurn('user'),
  assistant: chatMLTurn('assistant'),
  trimsText: false,
  guardedTexts: [],
  stopTokens: ['<|im_end|>', '<|im_start|>', '<|endoftext|>'],
  stop: [],
};

function chatMLTurn(role: string): Wrapping {
  return {
    ...bare,
    before: [control('<|im_start|>'), format(`${role}\n`)],
    after: [control('<|im_end|>'), format('\n')],
  };
}

export const llama3: ChatFormat = {
  name: 'Llama 3',
  begin: [control('<|begin_of_text|>')],
  system: { place: 'ownTurn', ...llama3Turn('system') },
  user: llama3Turn('user'),
  assistant: llama3Turn('assistant'),
  trimsText: true,
  guardedTexts: [],
  stopTokens: ['<|eot_id|>', '<|eom_id|>', '<|end_of_text|>', '<|start_header_id|>'],
  stop: [],
};

function llama3Turn(role: string): Wrapping {
  return {
    ...bare,
    before: [control('<|start_header_id|>'), format(role), control('<|end_header_id|>'), format('\n\n')],
    after: [control('<|eot_id|>')],
  };
}

/** It has no system role: the text goes before the first user message. */
export const gemma: ChatFormat = {
  name: 'Gemma',
  begin: [control('<bos>')],
  system: { ...bare, place: 'firstUserMessage', tail: '\n\n' },
  user: gemmaTurn('user'),
  assistant: gemmaTurn('model'),
  trimsText: true,
  guardedTexts: [],
  stopTokens: ['<end_of_turn>', '<start_of_turn>', '<eos>'],
  stop: [],
};

function gemmaTurn(role: string): Wrapping {
  return {
    ...bare,
    before: [control('<start_of_turn>'), format(`${role}\n`)],
    after: [control('<end_of_turn>'), format('\n')],
  };
}

/** Granite 3 and 4. */
export const granite3: ChatFormat = {
  name: 'Granite 3',
  begin: [],
  system: { place: 'ownTurn', ...graniteTurn('system') },
  user: graniteTurn('user'),
  assistant: graniteTurn('assistant'),
  trimsText: false,
  guardedTexts: [],
  stopTokens: ['<|end_of_text|>', '<|start_of_role|>'],
  stop: [],
};

function graniteTurn(role: string): Wrapping {
  return {
    ...bare,
    before: [control('<|start_of_role|>'), format(role), control('<|end_of_role|>')],
    after: [control('<|end_of_text|>'), format('\n')],
  };
}

/**
 * Phi-3 and Phi-3.5 mini. Their template has a line end behind each control token, which their tokeniser drops; what it
 * keeps is SentencePiece's space.
 */
export const phi3: ChatFormat = {
  name: 'Phi-3',
  begin: [],
  system: { place: 'ownTurn', ...phiTurn('system') },
  user: phiTurn('user'),
  assistant: phiTurn('assistant'),
  trimsText: true,
  guardedTexts: [],
  stopTokens: ['<|end|>', '<|endoftext|>', '<|user|>'],
  stop: [],
};

function phiTurn(role: string): Wrapping {
  return { ...bare, before: [control(`<|${role}|>`)], lead: ' ', after: [control('<|end|>')] };
}

/**
 * The first version's instruct models. The markers are ordinary tokens. Behind the last `### Response:` the template has no
 * line end, though it has one in every earlier turn; here it is there each time, so that a prompt stays the beginning of the
 * longer one that follows it.
 */
export const deepSeekCoder: ChatFormat = {
  name: 'DeepSeek-Coder Instruct',
  begin: [control('<｜begin▁of▁sentence｜>')],
  system: { ...bare, place: 'ownTurn', tail: '\n' },
  user: { ...bare, before: [format('### Instruction:\n')], after: [format('\n')] },
  assistant: {
    ...bare,
    before: [format('### Response:\n')],
    after: [format('\n'), control('<|EOT|>'), format('\n')],
  },
  trimsText: false,
  guardedTexts: ['### Instruction:\n', '### Response:\n'],
  stopTokens: ['<|EOT|>', '<｜end▁of▁sentence｜>'],
  stop: ['### Instruction:'],
};

export const chatFormats: readonly ChatFormat[] = [
  mistralV1,
  mistralV3,
  mistralTekken,
  mistralV7,
  mistralV7Tekken,
  llama2,
  llama3,
  chatML,
  gemma,
  granite3,
  phi3,
  deepSeekCoder,
];
