/**
 * The formats with `[INST]`, as Mistral and Meta document them: there, in the first models, it is ordinary tokens.
 */
import { bare, type ChatFormat } from './chatFormat.ts';
import { controlSegment as control, formatSegment as format } from './segments.ts';

/** Mistral 7B Instruct v0.1 and v0.2, Mixtral 8x7B Instruct. The markers are ordinary tokens. */
export const mistralV1: ChatFormat = {
  name: 'Mistral Instruct v0.1',
  begin: [control('<s>')],
  system: { ...bare, place: 'firstUserMessage', lead: ' ', tail: '\n\n' },
  user: { ...bare, before: [format(' [INST]')], lead: ' ', after: [format(' [/INST]')] },
  assistant: { ...bare, lead: ' ', after: [control('</s>')] },
  trimsText: false,
  guardedTexts: ['[INST]', '[/INST]'],
  stopTokens: ['</s>'],
  stop: ['[INST]'],
};

/** Each pair of messages is a text of its own. */
export const llama2: ChatFormat = {
  name: 'Llama 2 Chat',
  begin: [],
  system: {
    ...bare,
    place: 'firstUserMessage',
    before: [format(' <<SYS>>\n')],
    after: [format('\n<</SYS>>\n\n')],
  },
  user: { ...bare, before: [control('<s>'), format(' [INST]')], lead: ' ', after: [format(' [/INST]')] },
  assistant: { ...bare, lead: ' ', tail: ' ', after: [control('</s>')] },
  trimsText: true,
  guardedTexts: ['[INST]', '[/INST]', '<<SYS>>', '<</SYS>>'],
  stopTokens: ['</s>'],
  stop: ['[INST]'],
};

/**
 * From Mistral 7B Instruct v0.3 on the markers are control tokens, from its seventh tokeniser on there are two for the
 * system text. Tekken, the byte-pair tokeniser of Mistral Nemo and later models, has no spaces. The reference writes the
 * system text of the third into the last user message; in the first one it does not move with each turn.
 */
function mistralLater(name: string, lead: '' | ' ', hasSystemTurn: boolean): ChatFormat {
  return {
    name,
    begin: [control('<s>')],
    system: hasSystemTurn
      ? { place: 'ownTurn', before: [control('[SYSTEM_PROMPT]')], lead, tail: '', after: [control('[/SYSTEM_PROMPT]')] }
      : { ...bare, place: 'firstUserMessage', lead, tail: '\n\n' },
    user: { before: [control('[INST]')], lead, tail: '', after: [control('[/INST]')] },
    assistant: { ...bare, lead, after: [control('</s>')] },
    trimsText: false,
    guardedTexts: [],
    stopTokens: ['</s>', '[INST]'],
    stop: [],
  };
}

export const mistralV3 = mistralLater('Mistral v3', ' ', false);
export const mistralTekken = mistralLater('Mistral Tekken', '', false);
export const mistralV7 = mistralLater('Mistral v7', ' ', true);
export const mistralV7Tekken = mistralLater('Mistral v7 Tekken', '', true);
