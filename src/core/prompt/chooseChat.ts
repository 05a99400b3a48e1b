import type { EngineModel, PromptSegment } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import type { ChatFormat } from './chatFormat.ts';
import { chatML, deepSeekCoder, gemma, granite3, llama3, phi3 } from './chatFormats.ts';
import { modelFamilies } from './families.ts';
import { llama2, mistralTekken, mistralV1, mistralV3, mistralV7, mistralV7Tekken } from './mistralFormats.ts';

/** What a chat model is recognised by. */
export type ChatTraits = Pick<EngineModel, 'name' | 'title' | 'controlTokens' | 'chatTemplate'>;

/** Whether and how one talks with a loaded model. `reason` is a sentence for the user. */
export type ChatMode =
  | { readonly kind: 'chat'; readonly format: ChatFormat }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The chat format of the loaded model: by the file's chat template, and by nothing else where it has one, since a wrong
 * format is answered as readily as the right one. Where it has none, by its control tokens, and last by its name: files of
 * the first chat models have neither, and of many families the base models have the chat's control tokens too.
 */
export function chooseChat(model: ChatTraits): ChatMode {
  const vocabulary = new Set(model.controlTokens);
  const { chatTemplate } = model;
  const found =
    chatTemplate === '' ? (byTokens(model, vocabulary) ?? byName(model)) : byTemplate(chatTemplate, vocabulary);
  if (found !== undefined && controlTextsOf(found).every((text) => vocabulary.has(text))) {
    return { kind: 'chat', format: found };
  }
  return { kind: 'none', reason: describeNone(model) };
}

/** @throws UserError `inputInvalid` where it is no chat model. */
export function requireChat(model: ChatTraits): ChatFormat {
  const mode = chooseChat(model);
  if (mode.kind === 'chat') return mode.format;
  throw new UserError('inputInvalid', mode.reason);
}

/** Every control token that a conversation in this format has. */
export function controlTextsOf({ begin, system, user, assistant }: ChatFormat): readonly string[] {
  const wrappings: readonly (readonly PromptSegment[])[] = [system, user, assistant].flatMap((wrapping) => [
    wrapping.before,
    wrapping.after,
  ]);
  return [begin, ...wrappings].flat().flatMap(({ kind, text }) => (kind === 'control' ? [text] : []));
}

/** Templates are programs; what they write is told by the markers in them. */
function byTemplate(template: string, vocabulary: ReadonlySet<string>): ChatFormat | undefined {
  const has = (...texts: readonly string[]) => texts.every((text) => template.includes(text));
  if (has('<|im_start|>')) return has('<|im_sep|>') ? undefined : chatML;
  if (has('[INST]')) {
    const hasSpaces = /\[(?:INST|SYSTEM_PROMPT)\] /.test(template);
    if (has('[SYSTEM_PROMPT]')) return hasSpaces ? mistralV7 : mistralV7Tekken;
    if (vocabulary.has('[INST]')) return hasSpaces ? mistralV3 : mistralTekken;
    return has('<<SYS>>') ? llama2 : mistralV1;
  }
  if (has('<|start_header_id|>', '<|eot_id|>')) return llama3;
  if (has('<start_of_turn>')) return gemma;
  if (has('<|start_of_role|>')) return granite3;
  if (has('<|user|>', '<|assistant|>', '<|end|>')) return phi3;
  if (has('### Instruction:', '<|EOT|>')) return deepSeekCoder;
  return undefined;
}

function byTokens(model: ChatTraits, vocabulary: ReadonlySet<string>): ChatFormat | undefined {
  const has = (...texts: readonly string[]) => texts.every((text) => vocabulary.has(text));
  // Their makers have published no base models.
  if (has('<|user|>', '<|assistant|>', '<|end|>', '</s>')) return phi3;
  // Somebody has added them to Llama's vocabulary, which happens for a chat. Qwen's and SmolLM's own have them anyway.
  if (has('<|im_start|>', '<|im_end|>', '</s>')) return chatML;
  if (!saysChat(model)) return undefined;
  if (has('<|im_start|>', '<|im_end|>')) return chatML;
  if (has('[INST]', '[SYSTEM_PROMPT]')) return mistralV7Tekken;
  if (has('[INST]')) return mistralV3;
  if (has('<|start_header_id|>', '<|eot_id|>')) return llama3;
  if (has('<start_of_turn>')) return gemma;
  if (has('<|start_of_role|>')) return granite3;
  return undefined;
}

function byName(model: ChatTraits): ChatFormat | undefined {
  if (!saysChat(model)) return undefined;
  return modelFamilies.find(
    ({ oldChat }) => oldChat !== undefined && namesOf(model).some((name) => oldChat.named.test(name)),
  )?.oldChat?.format;
}

function saysChat(model: ChatTraits): boolean {
  return namesOf(model).some((name) => /instruct|chat|assistant|(?:^|[\W_])it(?:$|[\W_])/i.test(name));
}

function namesOf({ name, title }: ChatTraits): readonly string[] {
  return [name, title];
}

function describeNone(model: ChatTraits): string {
  if (model.chatTemplate !== '') {
    return `${model.name} has a chat template of a kind that Leeward does not know. Choose a model whose format it knows: Mistral, Llama 2 or 3, Code Llama, ChatML (as Qwen and SmolLM2), Gemma, Granite, Phi-3 or DeepSeek-Coder.`;
  }
  if (saysChat(model)) {
    return `The file of ${model.name} has no chat template, and Leeward does not know its format by its name. Choose a newer file of the model.`;
  }
  return `${model.name} does not say that it is a chat model: its file has no chat template, and its name none of Instruct, Chat or it. Choose an Instruct or Chat model; most families have one.`;
}
