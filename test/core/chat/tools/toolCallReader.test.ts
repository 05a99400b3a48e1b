import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type AnswerPiece, ToolCallReader } from '../../../../src/core/chat/tools/toolCallReader.ts';

const names = ['search', 'read'];

/** Text that follows on text is one piece. */
function read(deltas: readonly string[], isInside = false): readonly AnswerPiece[] {
  const reader = new ToolCallReader(names, isInside);
  const pieces: AnswerPiece[] = [];
  for (const piece of [...deltas.flatMap((delta) => reader.push(delta)), ...reader.end()]) {
    const last = pieces.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') pieces[pieces.length - 1] = text(last.text + piece.text);
    else pieces.push(piece);
  }
  return pieces;
}

const text = (content: string): AnswerPiece => ({ kind: 'text', text: content });
const call = (name: string, input: object): AnswerPiece => ({ kind: 'call', call: { name, input } });
const written = (name: string, input: unknown) =>
  `<tool_call>\n${JSON.stringify({ name, arguments: input })}\n</tool_call>`;

/** Everything that calls are made of, and what may go wrong with them. */
const answers = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<tool_call>',
        '</tool_call>',
        '<tool',
        '_call>',
        '</tool',
        '<',
        '\n',
        ' ',
        'a',
        '{',
        '}',
        '"',
        '\\',
        '\\"',
      ),
      fc.constantFrom('{"name": "search", "arguments": {"q": "', '"}}', written('read', {}), written('rm', {}), '😀'),
      fc.json({ maxDepth: 2 }).map((value) => written('search', { value })),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('ToolCallReader', () => {
  it('tells text from calls', () => {
    const first = written('search', { query: 'a "b" </tool_call> \\' });
    assert.deepEqual(read([`I look.\n${first}\n${written('read', { path: 'x' })}\n`]), [
      text('I look.'),
      call('search', { query: 'a "b" </tool_call> \\' }),
      call('read', { path: 'x' }),
      text('\n'),
    ]);
  });

  it('gives the same however the answer is cut', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(200), { maxLength: 12 }), fc.boolean(), (answer, cuts, isInside) => {
        const places = [0, ...cuts.filter((cut) => cut < answer.length).sort((a, b) => a - b), answer.length];
        const deltas = places.slice(1).map((end, index) => answer.slice(places[index], end));
        const whole = read([answer], isInside);
        assert.deepEqual(read(deltas, isInside), whole);
        assert.deepEqual(read([...answer], isInside), whole);
      }),
      { numRuns: 2_000 },
    );
  });

  it('loses nothing of an answer without a call', () => {
    const unknown = answers.map((answer) => answer.replaceAll('search', 'grep').replaceAll('read', 'cat'));
    fc.assert(
      fc.property(unknown, (answer) => {
        assert.deepEqual(read([answer]), answer === '' ? [] : [text(answer)]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hands text on as soon as it can be none of a call', () => {
    const reader = new ToolCallReader(names);
    assert.deepEqual(reader.push('So '), [text('So')]);
    assert.deepEqual(reader.push('it < b'), [text(' it < b')]);
    assert.deepEqual(reader.push(' <tool'), []);
    assert.deepEqual(reader.push('box>'), [text(' <toolbox>')]);
  });

  it('takes what is no whole call of an offered tool for text', () => {
    for (const answer of [
      written('rm', { path: '/' }),
      '<tool_call>\n{"name": "search", "arguments": {"query": "a\n</tool_call>',
      '<tool_call>{"name": "search"',
      '<tool_call>search("a")</tool_call>',
      '<tool_call>[{"name": "search"}]</tool_call> and on',
      '{"name": "search", "arguments": {}}',
    ]) {
      assert.deepEqual(read([answer]), [text(answer)]);
    }
  });

  it('understands a call without its closing marker, without arguments, and with arguments in a string', () => {
    assert.deepEqual(read(['<tool_call>{"name": "search", "arguments": {"query": "a"}}']), [
      call('search', { query: 'a' }),
    ]);
    assert.deepEqual(read(['<tool_call>{"name": "search"}</tool_call>']), [call('search', {})]);
    assert.deepEqual(read([written('search', '{"query": 1}')]), [call('search', { query: 1 })]);
  });

  it('goes on with a call that the prompt has begun', () => {
    assert.deepEqual(read(['{"name": "read",', ' "arguments": {}}\n</tool_call>'], true), [call('read', {})]);
    assert.deepEqual(read(['I would rather not.'], true), [text('I would rather not.')]);
  });
});
