import { chatML } from '../../prompt/chatFormats.ts';
import type { MessagePart } from '../../prompt/chatPrompt.ts';
import { type ChatTraits, chooseChat } from '../../prompt/chooseChat.ts';
import { spacedJson } from './spacedJson.ts';

/** Something that a model may ask for while it answers. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its input. Absent: it takes none. */
  readonly inputSchema?: object | undefined;
}

export interface ToolCall {
  readonly name: string;
  readonly input: object;
}

/** How a model is told of tools, asks for one, and is told what that has said. */
export interface ToolFormat {
  /** Behind the system text. */
  describe(tools: readonly Tool[]): readonly MessagePart[];
  call(call: ToolCall): readonly MessagePart[];
  result(text: string): readonly MessagePart[];
  /** What begins a call at the end of a prompt: the model can do nothing but go on with it. */
  readonly callStart: readonly MessagePart[];
  /** Of its markers, those that the model knows as ordinary tokens: text must not spell them in the same ones. */
  readonly guardedTexts: readonly string[];
}

/**
 * The tool format of a model, told by its chat template; `undefined` where it has none that we know. That is the one of
 * Hermes, which Qwen's models since 2.5 and many fine-tunes share: JSON between `<tool_call>` and `</tool_call>`. (Qwen's
 * latest coders have XML there.)
 */
export function chooseTools(model: ChatTraits): ToolFormat | undefined {
  const mode = chooseChat(model);
  const isHermes = [callMarkers.start, '<function-name>'].every((text) => model.chatTemplate.includes(text));
  const isKnown = isHermes && mode.kind === 'chat' && mode.format === chatML;
  return isKnown ? hermes(new Set(model.controlTokens)) : undefined;
}

export const callMarkers = { start: '<tool_call>', end: '</tool_call>' } as const;
const resultMarkers = { start: '<tool_response>', end: '</tool_response>' } as const;
const listMarkers = { start: '<tools>', end: '</tools>' } as const;

function hermes(vocabulary: ReadonlySet<string>): ToolFormat {
  const format = (text: string): MessagePart => ({ kind: 'format', text });
  const text = (content: string): MessagePart => ({ kind: 'text', text: content });
  const marker = (name: string): MessagePart => ({ kind: vocabulary.has(name) ? 'control' : 'format', text: name });
  // A line end is one token with the ordinary letters before it, as in the templates' texts.
  const startLine = (name: string) => (vocabulary.has(name) ? [marker(name), format('\n')] : [format(`${name}\n`)]);
  const within = ({ start, end }: Markers, content: string) => [
    ...startLine(start),
    ...[text(`${content}\n`), marker(end)],
  ];
  const markers = [callMarkers, resultMarkers, listMarkers].flatMap(({ start, end }) => [start, end]);
  return {
    // The words are those of the templates, since the models have seen no others.
    describe: (tools) =>
      joinFormats([
        format(
          '\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within ',
        ),
        ...[marker(listMarkers.start), marker(listMarkers.end), format(' XML tags:\n')],
        ...within(listMarkers, tools.map(describeTool).join('\n')),
        format('\n\nFor each function call, return a json object with function name and arguments within '),
        ...[marker(callMarkers.start), marker(callMarkers.end), format(' XML tags:\n')],
        ...startLine(callMarkers.start),
        ...[format('{"name": <function-name>, "arguments": <args-json-object>}\n'), marker(callMarkers.end)],
      ]),
    call: ({ name, input }) => within(callMarkers, spacedJson({ name, arguments: input })),
    result: (content) => within(resultMarkers, content),
    callStart: startLine(callMarkers.start),
    guardedTexts: markers.filter((one) => !vocabulary.has(one)),
  };
}

/** What the tokeniser reads as one text. */
function joinFormats(parts: readonly MessagePart[]): readonly MessagePart[] {
  const joined: MessagePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'format' && last?.kind === 'format') {
      joined[joined.length - 1] = { kind: 'format', text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}

interface Markers {
  readonly start: string;
  readonly end: string;
}

function describeTool({ name, description, inputSchema = { type: 'object', properties: {} } }: Tool): string {
  return spacedJson({ type: 'function', function: { name, description, parameters: inputSchema } });
}
