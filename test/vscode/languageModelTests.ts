import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const { User, Assistant } = vscode.LanguageModelChatMessage;

describe('language models in a real VS Code', function () {
  // A small model may go round in circles until its answer is cut.
  this.timeout(300_000);
  let model: vscode.LanguageModelChat;

  before(async () => {
    await vscode.extensions.getExtension('leeward.leeward')?.activate();
    // It is there as soon as the engine has loaded it.
    model = await eventually(async () => (await vscode.lm.selectChatModels({ vendor: 'leeward' }))[0]);
  });

  it('have ours, with what it is and how much it takes', () => {
    assert.equal(model.vendor, 'leeward');
    assert.match(model.name, /SmolLM2/);
    assert.equal(model.family, 'llama');
    assert.ok(model.maxInputTokens > 1_000, `${model.maxInputTokens} tokens`);
  });

  it('count tokens by the vocabulary of the model', async () => {
    assert.equal(await model.countTokens(''), 0);
    const text = 'export function add(left: number, right: number): number {';
    const [tokens, twice] = [await model.countTokens(text), await model.countTokens(`${text}\n${text}`)];
    assert.ok(tokens > 8 && tokens < text.length / 2, `${tokens} tokens`);
    assert.equal(twice, 2 * tokens + 1);
    assert.ok((await model.countTokens(User(text))) > tokens);
  });

  it('answer in pieces, as they are written', async () => {
    const story = 'Now write a long story about a ship, a storm and a cat.';
    const { pieces } = await ask([User('What is 2 + 2?'), Assistant('4'), User(story)], 4);
    assert.equal(pieces.length, 4, JSON.stringify(pieces));
    assert.ok(pieces.join('').length > 4);
    assert.equal(pieces[0], pieces[0]?.trimStart());
  });

  it('stop when they are told to, and answer the next question', async () => {
    const story = User('Write a long story about a ship, a storm and a cat.');
    const wanted = 60;
    assert.equal((await ask([story], wanted)).pieces.length, wanted);
    const stopped = await ask([story], 2);
    // Its end is told when the answer has really ended, and not only when nobody reads it any more. How many pieces are
    // under way by then is a matter of how busy the machine is: fewer than the answer has without a stop.
    assert.ok(stopped.pieces.length + stopped.later < wanted, `${stopped.later} pieces more`);
    assert.ok((await ask([User('What is 3 + 4?')], 1)).pieces.length > 0);
  });

  it('say why they do not answer', async () => {
    await assert.rejects(ask([User('Go on.'), Assistant('No.')], 1), /begins and ends with a message of the user/);
    const tools = [{ name: 'now', description: 'The time.', inputSchema: { type: 'object' } }];
    const options = { tools, toolMode: vscode.LanguageModelChatToolMode.Required };
    await assert.rejects(ask([User('What time is it?')], 1, options), /can not call tools/);
  });

  it('have a tool that searches the repository, and opens nothing private or ignored', async () => {
    assert.ok(vscode.lm.tools.some(({ name }) => name === 'leeward_searchRepository'));
    const { path, name, line } = await exportedFunction();
    const found = await eventually(async () => {
      const text = await search(`How does ${name} work?`);
      return text.includes(path) ? text : undefined;
    });
    assert.ok(found.includes(line.replace(/ \{$/, '')), found);
    assert.doesNotMatch(found, /private\.env|ignored/);
    assert.match(await search('zxqv'), /found nothing/);
  });

  it('answer as @leeward, with what is referred to, and know what was said before', async () => {
    const chat = vscode.workspace.getConfiguration('chat');
    await chat.update('disableAIFeatures', false, vscode.ConfigurationTarget.Global);
    const { uri, line } = await exportedFunction();
    const secret = vscode.Uri.joinPath(uri, '..', '.env');
    await vscode.workspace.fs.writeFile(secret, new TextEncoder().encode('TOKEN=1\n'));
    try {
      // As VS Code's own command has it, from 1.
      const range = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 7 };
      const first = await askParticipant('@leeward Which language is this?', [uri, { uri, range }, secret]);
      assert.equal(first.question.text, 'Which language is this?');
      const [file, firstLine, refused] = first.question.attachments;
      assert.ok(file?.text.includes(line));
      assert.equal(firstLine?.text, file?.text.split('\n')[0]);
      assert.deepEqual([refused?.text, /private/.test(refused?.problem ?? '')], ['', true]);
      assert.match(first.answer.modelName, /SmolLM2/);
      assert.ok(first.answer.text.length > 0);
      const second = await askParticipant('@leeward What is the capital of France?');
      // The first question is the beginning of what the model is told now.
      assert.ok(second.answer.counts.reusedTokens >= first.answer.counts.promptTokens);
      const unknown = await askParticipant('@leeward /nothing').catch(String);
      assert.match(String(unknown), /There is no command \/nothing/);
    } finally {
      await vscode.workspace.fs.delete(secret);
      await chat.update('disableAIFeatures', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  /** Of the first TypeScript file of the workspace. */
  async function exportedFunction() {
    const [uri] = await vscode.workspace.findFiles('**/*.ts', '**/ignored/**');
    assert.ok(uri !== undefined, 'the workspace has a TypeScript file');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const [line = '', name = ''] = /^export function (\w+).*$/m.exec(text) ?? [];
    return { uri, path: vscode.workspace.asRelativePath(uri), name, line };
  }

  /** @throws Error with what is said in place of an answer. */
  async function askParticipant(query: string, attachFiles: readonly unknown[] = []): Promise<ParticipantTurn> {
    const options = { query, attachFiles, mode: 'ask', blockOnResponse: true };
    const result: ParticipantResult = await vscode.commands.executeCommand('workbench.action.chat.open', options);
    if (result.metadata?.answer === undefined) throw new Error(result.errorDetails?.message ?? 'no answer');
    return result.metadata;
  }

  async function search(query: string): Promise<string> {
    const options = { input: { query }, toolInvocationToken: undefined };
    const { content } = await vscode.lm.invokeTool('leeward_searchRepository', options);
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  }

  /** Reads the answer up to so many pieces, then stops it; `later` pieces still came until its end. */
  async function ask(
    messages: vscode.LanguageModelChatMessage[],
    count: number,
    options: vscode.LanguageModelChatRequestOptions = {},
  ): Promise<{ readonly pieces: readonly string[]; readonly later: number }> {
    const cancellation = new vscode.CancellationTokenSource();
    const pieces: string[] = [];
    let later = 0;
    try {
      const response = await model.sendRequest(messages, options, cancellation.token);
      for await (const piece of response.text) {
        if (pieces.length < count) pieces.push(piece);
        else later += 1;
        if (pieces.length === count) cancellation.cancel();
      }
    } catch (error) {
      if (!cancellation.token.isCancellationRequested) throw error;
    } finally {
      cancellation.dispose();
    }
    return { pieces, later };
  }
});

/** Asks again until there is an answer; the test's own limit ends it. */
async function eventually<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(200);
  }
}

/** What `answerInChat.ts` leaves with its result. */
interface ParticipantTurn {
  readonly question: {
    readonly text: string;
    readonly attachments: readonly { readonly text: string; readonly problem?: string }[];
  };
  readonly answer: {
    readonly text: string;
    readonly modelName: string;
    readonly counts: { readonly promptTokens: number; readonly reusedTokens: number };
  };
}

interface ParticipantResult {
  readonly metadata?: ParticipantTurn;
  readonly errorDetails?: { readonly message: string };
}
