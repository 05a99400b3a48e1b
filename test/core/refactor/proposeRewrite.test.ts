import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import type { Rewrite } from '../../../src/core/refactor/rewriteRequest.ts';
import { isCancelled, UserError } from '../../../src/shared/errors.ts';
import {
  afterOf,
  chatModel,
  pythonScope,
  type RewriteScript,
  runRewrite,
  typescriptScope,
} from '../../support/rewrites.ts';

function reasonOf(rewrite: Rewrite): string {
  assert.equal(rewrite.kind, 'failed', JSON.stringify(rewrite));
  return rewrite.kind === 'failed' ? rewrite.reason : '';
}

/** The whole function as an answer has it, the beginning included. */
const area = `def area(width, height):
    if width < 0:
        raise ValueError("negative")
    return width * height
`;

describe('A rewrite that is proposed', function () {
  this.timeout(30_000);
  const documented = area.replace('    if', '    """Gives the area."""\n    if');

  it('replaces the scope and nothing else', async () => {
    const run = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [documented],
    });
    assert.equal(afterOf(run.rewrite), run.text.replace(area, documented));
    assert.deepEqual(run.rewrite.kind === 'proposed' && run.rewrite.checks.map(({ name }) => name), [
      'behaviour',
      'parses',
      'exports',
      'scope',
    ]);
  });

  it('begins the answer, and ends it at the fence', async () => {
    const { engine } = await runRewrite({
      refactoring: 'simplify',
      languageId: 'python',
      marked: pythonScope,
      answers: [`width, height):\n    assert width >= 0\n    return width * height\n\`\`\`\nThis is simpler.`],
    });
    const request = engine.requests[0];
    assert.ok(promptText(request?.segments ?? []).endsWith('```python\ndef area('));
    assert.ok(request?.stop.includes('\n```'));
    assert.deepEqual([request?.purpose, request?.sampling.temperature, request?.healTokens], ['refactor', 0, true]);
  });

  it('keeps the indentation and the line ends of its place', async () => {
    const marked =
      'class A:\r\n    def a(self):\r\n        pass\r\n\r\n«    def f(self, x):\r\n        return x\r\n»\r\nb = 1\r\n';
    const { rewrite } = await runRewrite({
      refactoring: 'addTypes',
      languageId: 'python',
      marked,
      answers: ['def f(self, x: int) -> int:\n  return x\n'],
    });
    assert.equal(
      afterOf(rewrite),
      'class A:\r\n    def a(self):\r\n        pass\r\n\r\n    def f(self, x: int) -> int:\r\n        return x\r\n\r\nb = 1\r\n',
    );
  });

  it('has its imports at the top', async () => {
    const { rewrite, text } = await runRewrite({
      refactoring: 'addTypes',
      languageId: 'python',
      marked: pythonScope,
      answers: [
        `from typing import Union\n\n${area.replace('(width, height)', '(width: Union[int, float], height: float) -> float')}`,
      ],
    });
    const after = afterOf(rewrite);
    assert.ok(after.startsWith('import os\nfrom typing import Union\n\ndef before'), after);
    assert.ok(after.endsWith(text.slice(text.indexOf('\ndef after'))));
    assert.ok(rewrite.kind === 'proposed' && rewrite.checks.some(({ sentence }) => /only imports/.test(sentence)));
  });

  it('understands search and replace, and diffs, within the scope', async () => {
    const twice = pythonScope.replace('return os.sep', 'return width * height');
    const edits = '<<<<<<< SEARCH\n    return width * height\n=======\n    return height * width\n>>>>>>> REPLACE\n';
    const diff = '@@ -1 +1 @@\n-    return width * height\n+    return height * width\n';
    for (const answer of [edits, diff]) {
      const run = await runRewrite({
        refactoring: 'instruct',
        input: 'turn it round',
        languageId: 'python',
        marked: twice,
        answers: [answer],
      });
      assert.equal(
        afterOf(run.rewrite),
        run.text.replace(/(?<=negative"\)\n {4}return )width \* height/, 'height * width'),
      );
    }
  });

  it('fills in what the answer says that it leaves out', async () => {
    const answer = 'def area(width, height):\n    """Gives the area."""\n    # ... rest of the code unchanged\n';
    const run = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [answer],
    });
    assert.equal(afterOf(run.rewrite), run.text.replace(area, documented));
  });

  it('takes the scope out of an answer that shows all of the file', async () => {
    const text = pythonScope.replace(/[«»]/g, '');
    const answer = text.replace(area, documented);
    const run = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [answer],
    });
    assert.equal(afterOf(run.rewrite), answer);
  });

  it('takes a method out of an answer that shows its class, and puts a new one beside it', async () => {
    const [whole, own] = [typescriptScope.replace(/[«»]/g, ''), /«(.*)»/s.exec(typescriptScope)?.[1] ?? ''];
    const documented = own.replace('  start', '  /** Starts. */\r\n  start');
    const isDocumented = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'typescript',
      marked: typescriptScope,
      answers: [whole.replace(own, documented)],
    });
    assert.equal(afterOf(isDocumented.rewrite), whole.replace(own, documented));
    const extracted = own
      .replace('return speed;', 'return this.limited(speed);')
      .concat('\r\n  private limited(speed: number) {\r\n    return speed;\r\n  }\r\n');
    const isExtracted = await runRewrite({
      refactoring: 'extractFunction',
      languageId: 'typescript',
      marked: typescriptScope,
      answers: [extracted],
    });
    assert.equal(afterOf(isExtracted.rewrite), whole.replace(own, extracted));
  });

  it('is shown while it is written, with what is not reached yet below', async () => {
    const run = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [documented],
    });
    assert.ok(run.progress.length > 2);
    for (const soFar of run.progress) {
      assert.ok(soFar.includes('return width * height') && soFar.endsWith('return area(2, 3)\n'), soFar);
    }
    assert.equal(run.progress.at(-1), afterOf(run.rewrite));
  });

  it('says where nothing was to change', async () => {
    const { rewrite } = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [area],
    });
    assert.deepEqual(rewrite, { kind: 'unchanged' });
  });

  it('is not checked in a language that is not understood, and says so', async () => {
    const { rewrite } = await runRewrite({
      refactoring: 'instruct',
      input: 'count on',
      languageId: 'cobol',
      marked: '«ADD 1 TO A.\n»',
      answers: ['ADD 2 TO A.\n'],
    });
    assert.equal(afterOf(rewrite), 'ADD 2 TO A.\n');
    assert.ok(rewrite.kind === 'proposed' && rewrite.checks.some(({ sentence }) => /not checked/.test(sentence)));
  });
});

describe('A rewrite that is refused', function () {
  this.timeout(30_000);
  const cases: readonly (readonly [title: string, refactoring: string, answer: string, reason: RegExp])[] = [
    ['is broken', 'addErrorHandling', 'width, height:\n    return width * height\n', /does not parse/],
    ['renames what others use', 'extractFunction', area.replace('def area', 'def size'), /lost area/],
    ['has another signature', 'extractFunction', area.replace('height)', 'height=1)'), /how others call/],
    ['drops a branch', 'simplify', 'width, height):\n    return width * height\n', /only deletes/],
    [
      'drops a branch and documents the rest',
      'addDocumentation',
      'def area(width, height):\n    """Gives it."""\n    return width * height\n',
      /changes code/,
    ],
    ['has an empty body', 'simplify', 'width, height):\n    pass\n', /lost|only deletes/],
    [
      'leaves code out',
      'simplify',
      'width, height):\n    if width < 1:\n        # ... existing code\n    return 3\n',
      /leaves code out/,
    ],
    [
      'changes what stands elsewhere',
      'instruct',
      pythonScope.replace(/[«»]/g, '').replace('return os.sep', 'return 7'),
      /outside|stands/,
    ],
    ['changes more than types', 'addTypes', area.replace('width < 0', 'width <= 0'), /more than types/],
    [
      'changes a comparison',
      'extractVariable',
      area.replace('if width < 0', 'is_bad = width <= 0\n    if is_bad'),
      /lost|not have there/,
    ],
    [
      'uses what nobody has defined',
      'splitFunction',
      area.replace('width * height', 'width * height + grow(width)'),
      /not have there/,
    ],
    [
      'loses a text',
      'simplify',
      'width, height):\n    if not width >= 0: raise ValueError\n    return width * height\n',
      /lost `negative`/,
    ],
    ['has no code', 'instruct', '', /no code/],
    ['goes round', 'instruct', 'x = 1 # and so on and on\n'.repeat(40), /repeats/],
  ];
  for (const [title, refactoring, answer, reason] of cases) {
    it(`${title}`, async () => {
      const script: RewriteScript = {
        refactoring,
        input: 'x',
        languageId: 'python',
        marked: pythonScope,
        answers: [answer, answer],
      };
      const { rewrite, engine } = await runRewrite(script);
      assert.match(reasonOf(rewrite), reason);
      assert.equal(engine.requests.length, 2, 'asked once more');
      assert.ok(rewrite.kind === 'failed' && rewrite.rawAnswer.includes(answer.slice(0, 20)));
      assert.equal(rewrite.advice, 'It was asked for twice; Instruct may be too small for it.');
    });
  }

  it('was cut off', async () => {
    const { rewrite } = await runRewrite({
      refactoring: 'instruct',
      input: 'x',
      languageId: 'python',
      marked: pythonScope,
      answers: [
        { deltas: [area], finish: 'contextFull' },
        { deltas: [area], finish: 'maxTokens' },
      ],
    });
    assert.match(reasonOf(rewrite), /cut off/);
  });

  it('is asked for once more with the complaint, and may be right then', async () => {
    const documented = area.replace('    if', '    # Nothing is smaller.\n    if');
    const { rewrite, engine } = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [area.replace('<', '>'), documented],
    });
    assert.ok(afterOf(rewrite).includes('Nothing is smaller'));
    const [first, second] = engine.requests.map(({ segments }) => promptText(segments));
    assert.ok(second?.startsWith(first?.slice(0, -'```python\n'.length) ?? '-'));
    assert.match(second ?? '', /can't be used\. The answer changes code, not only comments\./);
  });

  it('is not asked for again where that has no room', async () => {
    const { rewrite, engine } = await runRewrite({
      refactoring: 'addDocumentation',
      languageId: 'python',
      marked: pythonScope,
      answers: [area.replace('<', '>')],
      model: { ...chatModel, contextSizeTokens: 440 },
    });
    assert.match(reasonOf(rewrite), /only comments/);
    assert.equal(rewrite.kind === 'failed' && rewrite.advice.split(';')[0], 'There was no room to ask again');
    assert.equal(engine.requests.length, 1);
  });
});

describe('A rewrite', function () {
  this.timeout(60_000);

  it('of code that is too long says what to do', async () => {
    const marked = `«${'x = 1\n'.repeat(2_000)}»`;
    const script: RewriteScript = { refactoring: 'simplify', languageId: 'python', marked, answers: [] };
    await assert.rejects(
      runRewrite(script),
      (error) => error instanceof UserError && /Select less/.test(error.message),
    );
  });

  it('of a document whose syntax can not be read is not asked for', async () => {
    const unread = new UserError('inputInvalid', 'A change could not be checked.');
    let answered = 0;
    const pace = async () => {
      answered++;
    };
    for (const [refactoring, count] of [
      ['simplify', 1],
      ['addDocumentation', 200],
    ] as const) {
      const script: RewriteScript = {
        ...{ refactoring, languageId: 'python', marked: `«${'def f(x):\n    return x\n\n\n'.repeat(count)}»` },
        answers: [{ deltas: ['a'], pace }],
        syntaxOf: () => Promise.reject(unread),
      };
      await assert.rejects(runRewrite(script), unread);
    }
    assert.equal(answered, 0);
  });

  it('that a large model could not do is not said to be too much for it', async () => {
    const { rewrite } = await runRewrite({
      ...{ refactoring: 'simplify', languageId: 'python', marked: pythonScope, answers: [] },
      model: { ...chatModel, sizeBytes: 5e9 },
    });
    assert.equal(rewrite.kind === 'failed' && rewrite.advice, 'It was asked for twice.');
  });

  it('that is asked for again may be answered otherwise', async () => {
    const temperatures = async (over: RewriteScript['over'] = {}) => {
      const script = { refactoring: 'simplify', languageId: 'python', marked: pythonScope, answers: [], over };
      const { engine } = await runRewrite(script);
      return engine.requests.map(({ sampling }) => sampling.temperature > 0);
    };
    assert.deepEqual(
      [await temperatures(), await temperatures({ isRetry: true })],
      [
        [false, false],
        [true, true],
      ],
    );
  });

  it('is abandoned in silence', async () => {
    const abort = new AbortController();
    const answers = [{ deltas: ['a', 'b'], pace: async () => abort.abort() }];
    const script: RewriteScript = { refactoring: 'simplify', languageId: 'python', marked: pythonScope, answers };
    await assert.rejects(runRewrite(script, abort.signal), isCancelled);
  });

  it('leaves what is around the code out where there is no room for it', async () => {
    const snippet = {
      path: 'b.py',
      languageId: 'python',
      lines: { start: 0, end: 1 },
      text: 'unique_snippet = 1',
      kind: 'definition',
      reason: '',
      score: 1,
      tokens: 9,
    } as const;
    const run = async (contextSizeTokens: number) => {
      const model = { ...chatModel, contextSizeTokens };
      const over = { context: [snippet] };
      const { engine } = await runRewrite({
        refactoring: 'addDocumentation',
        languageId: 'python',
        marked: pythonScope,
        answers: [area],
        model,
        over,
      });
      return promptText(engine.requests[0]?.segments ?? []);
    };
    const [rich, poor] = [await run(2_048), await run(400)];
    assert.ok(rich.includes('unique_snippet') && rich.includes('os.sep'));
    assert.ok(!poor.includes('unique_snippet') && !poor.includes('os.sep') && poor.includes('width * height'));
  });
});
