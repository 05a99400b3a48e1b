import type { MetadataReader } from './metadataReader.ts';
import { chooseAnother, modelInvalid, quoteText } from './modelErrors.ts';
import type { StringTable } from './stringTable.ts';

export interface Vocabulary {
  /** Number of tokens. */
  readonly size: number;
  /** Texts of the control and user-defined tokens, and of ordinary ones that are markers by their form; at most 4096. */
  readonly controlTokens: readonly string[];
}

/**
 * Checks the tokenizer: what llama.cpp asserts, reads past the end of, or looks up without asking.
 *
 * @throws UserError `modelInvalid`.
 */
export function checkVocabulary(metadata: MetadataReader): Vocabulary {
  const model = metadata.text(key('model'));
  const tokens = metadata.strings(key('tokens'));
  if (model === undefined || tokens === undefined || model === 'none') {
    throw modelInvalid(metadata.path, 'holds no tokenizer', chooseAnother);
  }
  const size = tokens.length;
  if (size < 2 || size > maxTokens) throw metadata.wrong(key('tokens'), `has ${size} tokens`);
  if (!tokenizerModels.has(model)) throw metadata.damaged(`its tokenizer is of the unknown kind ${quoteText(model)}`);
  const types = metadata.int32s(key('token_type'));
  if (types !== undefined) checkLength(metadata, 'token_type', types.length, size);
  checkScores(metadata, model, size);
  checkMerges(metadata, model);
  checkSpecialTokens(metadata, size);
  checkTexts(metadata, model, tokens);
  return { size, controlTokens: controlTokensOf(tokens, types) };
}

const key = (name: string) => `tokenizer.ggml.${name}`;

/** The kinds that llama.cpp knows, but for one in which it tests itself and one for text encoders. */
const tokenizerModels: ReadonlySet<string> = new Set(['llama', 'gpt2', 'gemma4', 't5', 'rwkv', 'plamo2', 'whitespace']);

/** Four times the largest there is. */
const maxTokens = 2 ** 20;
const normalType = 1;
const controlType = 3;
const userDefinedType = 4;
const maxControlTokens = 4096;

function checkLength(metadata: MetadataReader, name: string, length: number, size: number): void {
  if (length !== size) throw metadata.wrong(key(name), `has ${length} numbers for ${size} tokens`);
}

function checkScores(metadata: MetadataReader, model: string, size: number): void {
  const scores = metadata.float32s(key('scores'));
  if (scores !== undefined) checkLength(metadata, 'scores', scores.length, size);
  else if (model === 'llama') throw metadata.damaged(`it lacks ${quoteText(key('scores'))}`);
}

function checkMerges(metadata: MetadataReader, model: string): void {
  const merges = metadata.strings(key('merges'));
  const hasOwnRules = metadata.text(key('pre')) === 'kimi-k2';
  if (merges === undefined && (model === 'gpt2' || model === 'gemma4') && !hasOwnRules) {
    throw metadata.damaged(`it lacks ${quoteText(key('merges'))}`);
  }
}

function checkSpecialTokens(metadata: MetadataReader, size: number): void {
  for (const name of metadata.keys()) {
    if (!name.startsWith(key(''))) continue;
    if (/^add_(?:bos|eos|sep)_token$|^add_space_prefix$/.test(name.slice(key('').length))) metadata.flag(name);
    if (!name.endsWith('_token_id')) continue;
    const id = metadata.count(name) ?? 0;
    // Some converters wrote "none" so.
    if (id >= size && id !== 0xffff_ffff) throw metadata.wrong(name, `is ${id}, and there are ${size} tokens`);
  }
}

/** Two tokens with one text abort llama.cpp, and a byte without a token does where the text has it. */
function checkTexts(metadata: MetadataReader, model: string, tokens: StringTable): void {
  const texts = new Set<string>();
  for (let id = 0; id < tokens.length; id++) {
    const text = tokens.latin1At(id);
    if (text !== '' && texts.size === texts.add(text).size) {
      throw metadata.damaged(`its vocabulary has the token ${quoteText(tokens.at(id))} twice`);
    }
  }
  if (model !== 'llama') return;
  for (let byte = 0; byte < 256; byte++) {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    if (!texts.has(name) && !texts.has(String.fromCharCode(byte)))
      throw metadata.damaged(`its vocabulary lacks the byte ${name}`);
  }
}

function controlTokensOf(tokens: StringTable, types: Int32Array | undefined): readonly string[] {
  const texts: string[] = [];
  for (let id = 0; id < tokens.length && texts.length < maxControlTokens; id++) {
    const type = types?.[id] ?? normalType;
    const isDeclared = type === controlType || type === userDefinedType;
    // Latin-1 is cheap to read, and a vocabulary has hundreds of thousands of texts.
    if (!isDeclared && (type !== normalType || !tokens.latin1At(id).endsWith('>'))) continue;
    const text = tokens.at(id);
    if (text !== '' && (isDeclared || markerForm.test(text))) texts.push(text);
  }
  return texts;
}

/**
 * Markers of fill-in-the-middle and of chats. Some files declare them as ordinary tokens: those of Code Llama, whose
 * vocabulary came with its markers among the pieces. llama.cpp corrects some of them by their text, but not all.
 */
const markerForm =
  /^(?:<([|｜])\w[\w\u2581.-]{0,40}\1>|\u2581?<(?:PRE|SUF|MID|EOT)>|<fim[_-](?:prefix|suffix|middle|pad)>|<(?:start|end)_of_turn>)$/u;
