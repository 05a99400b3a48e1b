import { promptText } from '../../src/core/prompt/segments.ts';
import { refactorings } from '../../src/core/refactor/refactoring.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { type FakeAnswer, piecesOf } from './fakeEngine.ts';

/** A refactoring of a file, what the model answers to it, and what becomes of the file. */
export interface RewriteCase {
  readonly id: string;
  /** Of the workspace; in no other case's prompt. */
  readonly path: string;
  /** Two marks around what is selected, or one where the cursor is. */
  readonly marked: string;
  readonly input?: string;
  /** Without the fence around it. */
  readonly answer: string;
  readonly after: string;
}

const pump = (body: string) => `export function pump(list: readonly number[]): number {\n${body}}\n`;
const loop = '  let sum = 0;\n  for (const one of list) {\n    sum += one * 2;\n  }\n';
const pipeline = '  let sum = list.map((one) => one * 2).reduce((all, one) => all + one, 0);\n';

const boxEnd = ' = { width: 2, height: 3 };\n  return box.width * box.height;\n}\n';
const first = 'export function first(list: string[]): string {\n';
const guard = "  if (list[0] === undefined) throw new Error('The list is empty.');\n";

/** One for each row of the table that writes its scope anew. */
export const rewriteCases: readonly RewriteCase[] = [
  {
    id: 'extractFunction',
    path: 'src/extractFunction.ts',
    marked: pump(`‸${loop}‸  return sum;\n`),
    answer: `function sumOf(list: readonly number[]): number {\n${loop}  return sum;\n}\n\n${pump('  return sumOf(list);\n')}`,
    after: `function sumOf(list: readonly number[]): number {\n${loop}  return sum;\n}\n\n${pump('  return sumOf(list);\n')}`,
  },
  {
    id: 'extractVariable',
    path: 'src/extractVariable.ts',
    marked: pump('  return ‸list.length * 2‸ + 1;\n'),
    answer: pump('  const doubled = list.length * 2;\n  return doubled + 1;\n'),
    after: pump('  const doubled = list.length * 2;\n  return doubled + 1;\n'),
  },
  {
    id: 'extractType',
    path: 'src/extractType.ts',
    marked: `export function area(): number {\n  const box: ‸{ width: number; height: number }‸${boxEnd}`,
    answer: `type Box = { width: number; height: number };\n\nexport function area(): number {\n  const box: Box${boxEnd}`,
    after: `type Box = { width: number; height: number };\n\nexport function area(): number {\n  const box: Box${boxEnd}`,
  },
  {
    id: 'simplify',
    path: 'src/simplify.ts',
    marked:
      'export function isEven(n: number): boolean {\n  if (n % 2 === 0) {‸\n    return true;\n  }\n  return false;\n}\n',
    answer: 'export function isEven(n: number): boolean {\n  return n % 2 === 0;\n}\n',
    after: 'export function isEven(n: number): boolean {\n  return n % 2 === 0;\n}\n',
  },
  {
    id: 'makeAsync',
    path: 'src/makeAsync.ts',
    marked:
      'export function load(read: () => Promise<string>): Promise<number> {\n  return read().‸then((text) => text.length);\n}\n',
    answer:
      'export async function load(read: () => Promise<string>): Promise<number> {\n  const text = await read();\n  return text.length;\n}\n',
    after:
      'export async function load(read: () => Promise<string>): Promise<number> {\n  const text = await read();\n  return text.length;\n}\n',
  },
  {
    id: 'addTypes',
    path: 'src/addTypes.py',
    marked: 'def half(number):\n    return number‸ / 2\n',
    answer: 'def half(number: float) -> float:\n    return number / 2\n',
    after: 'def half(number: float) -> float:\n    return number / 2\n',
  },
  {
    id: 'addDocumentation',
    path: 'src/addDocumentation.ts',
    marked: `const before = 1;\n\n${pump('  return‸ list.length;\n')}`,
    answer: `/** How many there are. */\n${pump('  return list.length;\n')}`,
    after: `const before = 1;\n\n/** How many there are. */\n${pump('  return list.length;\n')}`,
  },
  {
    id: 'addErrorHandling',
    path: 'src/addErrorHandling.ts',
    marked: `${first}  return list[0].trim();‸\n}\n`,
    answer: `${first}${guard}  return list[0].trim();\n}\n`,
    after: `${first}${guard}  return list[0].trim();\n}\n`,
  },
  {
    id: 'splitFunction',
    path: 'src/splitFunction.ts',
    marked: pump(`${loop}‸  return sum;\n`),
    answer: `${pump('  return doubledSum(list);\n')}\nfunction doubledSum(list: readonly number[]): number {\n${loop}  return sum;\n}\n`,
    after: `${pump('  return doubledSum(list);\n')}\nfunction doubledSum(list: readonly number[]): number {\n${loop}  return sum;\n}\n`,
  },
  {
    id: 'loopToPipeline',
    path: 'src/loopToPipeline.ts',
    marked: pump(`‸${loop}‸  return sum;\n`),
    answer: pipeline,
    after: pump(`${pipeline}  return sum;\n`),
  },
  {
    id: 'pipelineToLoop',
    path: 'src/pipelineToLoop.ts',
    marked: pump(`‸${pipeline}‸  return sum;\n`),
    answer: loop,
    after: pump(`${loop}  return sum;\n`),
  },
  {
    id: 'fixProblem',
    path: 'src/fixProblem.ts',
    marked: 'export const count: number = 1;\nexport const label: string = ‸count;\nexport const more = 2;\n',
    answer: 'export const label: string = String(count);\n',
    after: 'export const count: number = 1;\nexport const label: string = String(count);\nexport const more = 2;\n',
  },
  {
    id: 'translateComments',
    path: 'src/translateComments.ts',
    marked: '// Zählt alles.‸\nexport const count = 1;\n',
    input: 'English',
    answer: '// Counts everything.\n',
    after: '// Counts everything.\nexport const count = 1;\n',
  },
  {
    id: 'instruct',
    path: 'src/instruct.ts',
    marked: 'export const a = 1;\nexport const b = ‸2;\nexport const c = 3;\n',
    input: 'make b five',
    answer: 'export const b = 5;\n',
    after: 'export const a = 1;\nexport const b = 5;\nexport const c = 3;\n',
  },
  {
    id: 'ourLogger',
    path: 'src/ourLogger.ts',
    marked: 'export function greet(): void {\n  console.log(‸1);\n}\n',
    answer: 'export function greet(): void {\n  log(1);\n}\n',
    after: 'export function greet(): void {\n  log(1);\n}\n',
  },
];

/** What the workspace has beside the files of the cases. */
export const scriptedFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(rewriteCases.map(({ path, marked }) => [path, marked.replaceAll('‸', '')])),
  '.leeward/refactorings/ourLogger.md':
    '---\nname: Use Our Logger\ndescription: Writes to the log.\nscope: function\nkeeps: nothing\n---\nUse log instead of console.log.\n',
  'src/rename.ts': 'export function renameable(xs: number[]): number {\n  return xs.length;\n}\n',
  'src/renameUser.ts': "import { renameable } from './rename';\n\nexport const used = renameable([1]);\n",
  'src/inline.ts': 'export function twice(n: number): number {\n  const doubled = n * 2;\n  return doubled;\n}\n',
  'src/inline.py': 'def twice(n):\n    doubled = n + n\n    return doubled * 2\n',
  'src/tested.ts': 'export function tested(n: number): number {\n  return n + 1;\n}\n',
  'src/other.test.ts': "import { other } from './other';\n\ntest('other', () => other());\n",
  'src/known.ts': 'export function known(n: number): number {\n  return n + 2;\n}\n',
  // Without an end of its last line.
  'src/known.test.ts': "import { known } from './known';\n\ntest('one', () => expect(known(1)).toBe(3));",
  'src/many/one.ts': 'export const manyOne = 1;\n',
  'src/many/two.ts': 'export const manyTwo = 1;\n',
  'src/many/none.ts': 'export const manyNone = 2;\n',
  'src/failing.ts': 'export function failing(n: number): number {\n  return n;\n}\n',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "esnext", "target": "es2022" } }\n',
  '.vscode/closed.ts': 'export const closed = 1;\n',
  // Nothing of these may reach the model.
  'private.env': 'CANARY=canary\n',
  '.gitignore': 'ignored/\n',
  'ignored/closed.ts': "export const closed = 'canary';\n",
};

export const newTests = "import { tested } from './tested';\n\ntest('adds one', () => expect(tested(1)).toBe(2));\n";
export const moreTests = "test('two', () => expect(known(2)).toBe(4));\n";
export const commitMessage = 'Add a pump\n\nIt was dry.';

/** Answers in the place of a model, by what is asked. */
export function scriptedAnswer({ segments }: GenerateRequest): FakeAnswer {
  const prompt = promptText(segments);
  const answer = behind(prompt, answerTo(prompt));
  // The end of the block ends the answer: as one piece, none of which is text.
  const end = answer.lastIndexOf(blockEnd);
  if (end === -1) return { deltas: piecesOf(answer) };
  return { deltas: [...piecesOf(answer.slice(0, end)), blockEnd] };
}

const blockEnd = '\n```';

function answerTo(prompt: string): string {
  // Files beside the one that is to change are quoted too.
  const [, changed = ''] = /^The code to change, of (.*):$/m.exec(prompt) ?? [];
  const found = rewriteCases.find(({ path }) => path === changed);
  if (found !== undefined) return fenced(found.answer, found.path.endsWith('.py') ? 'python' : 'typescript');
  if (fileAnswers[changed] !== undefined) return fenced(fileAnswers[changed]);
  if (prompt.includes(tableStart('rename'))) return 'lengthOf\ncountAll\nxs';
  if (prompt.includes(tableStart('commitMessage'))) return fenced(commitMessage, '');
  if (!prompt.includes(tableStart('generateTests'))) return 'The script has no answer to this.';
  return fenced(prompt.includes('Above the code in src/known.test.ts') ? moreTests : newTests);
}

const fileAnswers: Readonly<Record<string, string>> = {
  'src/many/one.ts': 'export const manyOne = 7;\n',
  'src/many/two.ts': 'export const manyTwo = 7;\n',
  'src/many/none.ts': 'export const manyNone = 2;\n',
  'src/failing.ts': 'export function failing(n: number): number {\n  return ((n;\n}\n',
};

function tableStart(id: string): string {
  return refactorings.find((row) => row.id === id)?.prompt.split('`')[0] ?? id;
}

function fenced(code: string, languageId = 'typescript'): string {
  return `\`\`\`${languageId}\n${code.replace(/\n?$/, '\n')}\`\`\``;
}

/** What of an answer is not in the prompt yet, which may begin it. */
function behind(prompt: string, answer: string): string {
  for (let length = answer.length; length > 0; length--)
    if (prompt.endsWith(answer.slice(0, length))) return answer.slice(length);
  return answer;
}
