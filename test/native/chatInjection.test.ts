import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Token } from 'node-llama-cpp';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { chatRequest } from '../../src/core/chat/chatRequest.ts';
import { planChat } from '../../src/core/chat/planChat.ts';
import { attachmentText } from '../../src/core/chat/questionParts.ts';
import { modelRequest } from '../../src/core/chat/tools/modelRequest.ts';
import type { ChatFormat } from '../../src/core/prompt/chatFormat.ts';
import { chatFormats, chatML } from '../../src/core/prompt/chatFormats.ts';
import { type Attachment, type Message, mentionKinds, type UserMessage } from '../../src/shared/conversation.ts';
import type { Prompt } from '../../src/shared/engine.ts';
import { prefixModel } from '../support/fakeEngine.ts';
import {
  countReadings,
  declarationsOf,
  type MarkerSet,
  markerOf,
  markersOfChat,
  textsOf,
  withVocabulary,
} from '../support/forgedMarkers.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

/** All that somebody else than the format contributes to a prompt. */
interface Said {
  readonly system: string;
  /** Questions and answers in turn; the last is the question. */
  readonly messages: readonly Message[];
}

/** Words that a fake turn would have, and what could end a quoted file. */
const turnWords = [
  'user',
  'assistant',
  'system',
  'model',
  '\n',
  '\n\n',
  '```',
  '````',
  '~~~',
  '```ts a.ts\n',
  '> ',
  '# ',
];

function saidWith(markers: MarkerSet): fc.Arbitrary<Said> {
  const text = fc
    .array(fc.oneof(textsOf(markers), fc.constantFrom(...turnWords)), { maxLength: 4 })
    .map((parts) => parts.join(''));
  const attachment = fc.record({
    mention: fc.record({ kind: fc.constantFrom(...mentionKinds), label: text }),
    path: fc.option(text, { nil: undefined }),
    languageId: fc.option(text, { nil: undefined }),
    lines: fc.constantFrom(undefined, { start: 0, end: 3 }),
    text,
    tokens: fc.constant(1),
  });
  const question = fc.tuple(text, fc.array(attachment, { maxLength: 3 })).map(
    ([asked, attachments]): Omit<UserMessage, 'id'> => ({
      role: 'user',
      createdAtMs: 0,
      text: asked.trim() === '' ? 'q' : asked,
      attachments: attachments as unknown as Attachment[],
    }),
  );
  const turn = fc.tuple(question, text);
  return fc
    .record({ system: text, turns: fc.array(turn, { maxLength: 3 }), last: question })
    .map(({ system, turns, last }) => {
      const said = turns.flatMap(([asked, answered], index): Message[] => [
        { ...asked, id: `q${index}` },
        {
          ...{ role: 'assistant', id: `a${index}`, parentId: `q${index}`, createdAtMs: 0 },
          ...{ text: answered, status: 'complete', modelName: 'm' },
        },
      ]);
      return { system, messages: [...said, { ...last, id: 'last' }] };
    });
}

/** The same conversation, in which nobody says anything of interest. */
function harmless({ system, messages }: Said): Said {
  const calm = (text: string) => (text.trim() === '' ? text : 'x');
  return {
    system: calm(system),
    messages: messages.map((message) => {
      if (message.role === 'assistant') return { ...message, text: calm(message.text) };
      const attachments = message.attachments.map((one) => ({
        mention: { ...one.mention, label: 'x' },
        text: calm(one.text),
        tokens: 1,
      }));
      return { ...message, text: calm(message.text), attachments };
    }),
  };
}

/** As the session asks. */
function promptOf(format: ChatFormat, { system, messages }: Said): Prompt {
  const model = { contextSizeTokens: 1_000_000 };
  const question = messages.at(-1) as UserMessage;
  const { turns } = planChat({ model, format, system, branch: messages.slice(0, -1), question });
  return chatRequest({ format, system, turns, question, maxTokens: 1, isAnother: false });
}

type Tokenize = typeof tokenizePrompt;

/** The control tokens in their order; between two, how often the model reads each marker that is ordinary tokens. */
function skeletonOf(markers: MarkerSet, vocabulary: Vocabulary, prompt: Prompt, tokenize: Tokenize) {
  const runs: { readonly after: string; readonly tokens: Token[] }[] = [{ after: '', tokens: [] }];
  for (const token of tokenize(vocabulary, prompt.segments, prompt.guardedTexts)) {
    const marker = markerOf(markers, vocabulary, token);
    if (marker === undefined) runs.at(-1)?.tokens.push(token);
    else runs.push({ after: marker, tokens: [] });
  }
  return runs.map(({ after, tokens }) => ({
    after,
    readings: markers.guardedTexts.map((text) => countReadings(vocabulary, tokens, text)),
  }));
}

const toolMarkers = ['<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>', '<tools>', '</tools>'];

/** A conversation with tools in which everybody says the same. */
function toolPrompt({ controlTexts }: MarkerSet, text: string): Prompt {
  const controlTokens = [...controlTexts];
  const model = { ...prefixModel, chatTemplate: '<|im_start|><tool_call><function-name>', controlTokens };
  const said = { kind: 'text', text } as const;
  const call = { kind: 'call', call: { name: 'search', input: { [text]: text } } } as const;
  const messages = [
    { role: 'system', parts: [said] },
    { role: 'user', parts: [said] },
    { role: 'assistant', parts: [said, call, call] },
    { role: 'user', parts: [{ kind: 'result', text }, { kind: 'result', text }, said] },
  ] as const;
  const tools = [{ name: 'search', description: text, inputSchema: { title: text } }];
  return modelRequest({ model, messages, tools, mustCall: false, maxTokens: 1 });
}

describe('a conversation', function () {
  this.timeout(120_000);
  let folder: string;
  let loader: VocabularyLoader;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-chat-injection-'));
    loader = await VocabularyLoader.start();
  });
  after(async () => {
    await loader.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const modelPath = () => join(folder, 'tiny.gguf');

  /** A conversation that has other turns than its harmless twin; `undefined` where none was found. */
  function findForged(format: ChatFormat, vocabulary: Vocabulary, tokenize: Tokenize, numRuns: number) {
    const markers = markersOfChat(format);
    const result = fc.check(
      fc.property(saidWith(markers), (said) => {
        const skeletons = [said, harmless(said)].map((one) =>
          skeletonOf(markers, vocabulary, promptOf(format, one), tokenize),
        );
        assert.deepEqual(skeletons[0], skeletons[1]);
      }),
      { numRuns },
    );
    return result.failed ? { said: result.counterexample?.[0], error: String(result.errorInstance) } : undefined;
  }

  for (const format of chatFormats) {
    for (const declared of declarationsOf(markersOfChat(format))) {
      it(`has the turns that ${format.name} makes, declared as ${declared}, whatever is said or attached`, async () => {
        await withVocabulary(loader, modelPath(), markersOfChat(format), declared, (vocabulary) => {
          assert.equal(findForged(format, vocabulary, tokenizePrompt, 150), undefined);
        });
      });
    }
  }

  it('would have other turns where text was read as the tokeniser reads it', async () => {
    const naive: Tokenize = (vocabulary, segments) => {
      const written = segments.map((one) => (one.kind === 'control' ? one : { ...one, kind: 'format' as const }));
      return written.flatMap((one) =>
        one.kind === 'control' ? tokenizePrompt(vocabulary, [one]) : vocabulary.llamaModel.tokenize(one.text, true),
      );
    };
    for (const format of chatFormats) {
      await withVocabulary(loader, modelPath(), markersOfChat(format), 'control', (vocabulary) => {
        assert.ok(findForged(format, vocabulary, naive, 500) !== undefined, format.name);
      });
    }
  });

  // Qwen2.5 has the call's markers in its vocabulary, other models all of them or none.
  for (const owned of [[], ['<tool_call>', '</tool_call>'], toolMarkers]) {
    it(`has the calls and results that were made, with ${owned.length} of the markers in the vocabulary`, async () => {
      const chat = markersOfChat(chatML);
      const guardedTexts = toolMarkers.filter((text) => !owned.includes(text));
      const markers = { ...chat, controlTexts: [...chat.controlTexts, ...owned], guardedTexts };
      for (const declared of declarationsOf(markers)) {
        await withVocabulary(loader, modelPath(), markers, declared, (vocabulary) => {
          const isForged = (change: Partial<Prompt>) =>
            fc.check(
              fc.property(textsOf({ ...markers, controlTexts: toolMarkers }), (text) => {
                const skeletons = [text.trim() === '' ? 'x' : text, 'x'].map((one) => {
                  const prompt = { ...toolPrompt(markers, one), ...change };
                  return skeletonOf(markers, vocabulary, prompt, tokenizePrompt);
                });
                assert.deepEqual(skeletons[0], skeletons[1]);
              }),
              { numRuns: 100 },
            ).failed;
          assert.equal(isForged({}), false);
          assert.equal(isForged({ guardedTexts: [] }), guardedTexts.length > 0, 'it is seen where nothing guards them');
        });
      }
    });
  }

  const markdown = new MarkdownIt();

  /** What Markdown makes of an attachment with a question behind it: the one fence, and the question outside of it. */
  function isQuoted(quoted: string, { text }: Attachment): boolean {
    // As Markdown has line ends and the character 0.
    const body = (text.endsWith('\n') ? text : `${text}\n`).replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
    const blocks = markdown.parse(`${quoted}Question.`, {}).filter(({ level }) => level === 0);
    const fences = blocks.filter(({ type }) => type === 'fence');
    const last = markdown.parse(`${quoted}Question.`, {}).findLast(({ type }) => type === 'inline');
    return fences.length === 1 && fences[0]?.content === body && last?.content === 'Question.';
  }

  const attachments = saidWith(markersOfChat(chatFormats[0] as ChatFormat)).map(({ messages }) =>
    messages.flatMap((one) => (one.role === 'user' ? one.attachments.filter(({ text }) => text.trim() !== '') : [])),
  );

  it('has each attachment in a fence that its text, path and name can not close', () => {
    fc.assert(
      fc.property(attachments, (all) => {
        for (const one of all) assert.ok(isQuoted(attachmentText(one), one), attachmentText(one));
      }),
      { numRuns: 1_000 },
    );
  });

  it('would have text outside of the fence where that was always the same', () => {
    const short = (one: Attachment) => attachmentText(one).replaceAll(/^`{4,}(?=.*$)/gm, '```');
    const result = fc.check(
      fc.property(attachments, (all) => all.every((one) => isQuoted(short(one), one))),
      { numRuns: 1_000 },
    );
    assert.ok(result.failed);
  });
});
