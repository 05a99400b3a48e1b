import { BugError } from '../../shared/errors.ts';

/** VS Code's kinds of code actions. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite' | 'quickfix' | 'source';

/**
 * rewrite: the scope is written anew. files: each of many files is. rename: the model proposes names, VS Code renames. inline: done by the language server
 * or by `inlineVariable`, no model. tests: a new or longer test file. message: text for the Source Control box. explain: goes to the chat.
 */
export type RefactoringAction = 'rewrite' | 'files' | 'rename' | 'inline' | 'tests' | 'message' | 'explain';

/** What is handed to the model as what may change. A selection always narrows or widens to whole syntax nodes of it. */
export type RefactoringScope = 'selection' | 'statement' | 'function' | 'class' | 'file';

/**
 * What must be the same afterwards, and is looked at before a change is offered.
 *
 * code: everything but comments. untypedCode: everything but comments and types. material: the same literals, operators and
 * names, arranged otherwise. oldParts: those, and more. signatures: how functions are called, and what can't be said
 * otherwise. nothing: the change is about what the code does.
 */
type RefactoringKeeps = 'code' | 'untypedCode' | 'material' | 'oldParts' | 'signatures' | 'nothing';

/** A row of the table: all that the palette, the menus, the light bulb, the chat and the prompt know of a refactoring. */
export interface Refactoring {
  /** `extractFunction`. Of the workspace: the name of its file. */
  readonly id: string;
  /** `Extract Function`. */
  readonly title: string;
  /** For the pick list. */
  readonly sentence: string;
  readonly kind: RefactoringKind;
  readonly action: RefactoringAction;
  readonly scope: RefactoringScope;
  /** What the model is asked about the code above. `{{input}}` is what the user typed, or the name that is to be replaced. */
  readonly prompt: string;
  /** Whether the user is asked for a line of text first. */
  readonly input: 'none' | 'optional' | 'required';
  /** Names that other files can use may come, go or change. */
  readonly mayChangeExports: boolean;
  readonly keeps: RefactoringKeeps;
  /** VS Code's ids of those that it is for; `all`: texts too. Absent: every language of code. */
  readonly languages?: 'all' | readonly string[];
}

const typeScript = ['typescript', 'typescriptreact'] as const;
const withAwait = [
  ...typeScript,
  'javascript',
  'javascriptreact',
  'python',
  'csharp',
  'rust',
  'kotlin',
  'swift',
  'dart',
];
const withOptionalTypes = [...typeScript, 'python', 'php', 'ruby'];
const withNamedTypes = [...typeScript, 'python', 'rust', 'go', 'c', 'cpp', 'kotlin', 'swift', 'scala', 'haskell'];

const rewrite = { kind: 'refactor.rewrite', action: 'rewrite', input: 'none', mayChangeExports: false } as const;
const extract = {
  ...rewrite,
  kind: 'refactor.extract',
  scope: 'function',
  input: 'optional',
  keeps: 'material',
} as const;

/** Every refactoring of ours, in the order of the pick list. The chat's slash commands ask with the prompts of some. */
export const refactorings: readonly Refactoring[] = [
  {
    ...extract,
    id: 'extractFunction',
    title: 'Extract Function',
    sentence: 'Move the selected statements into a function of their own, and call it.',
    prompt:
      'Extract a function: move the selected code into a new function beside this one, with parameters for what it needs, and call it in its place. Where nothing is selected, choose the part that does one thing of its own. The code must do what it did. {{input}}',
  },
  {
    ...extract,
    id: 'extractVariable',
    title: 'Extract Variable',
    sentence: 'Give the selected expression a name.',
    prompt:
      'Extract a variable: compute the selected expression once, in a new local variable whose name says what it is, and use that in its place. Where nothing is selected, choose the expression that is hardest to read. Change nothing else. {{input}}',
  },
  {
    ...extract,
    id: 'extractType',
    languages: withNamedTypes,
    title: 'Extract Type',
    sentence: 'Give a type that is written out a name.',
    prompt:
      'Extract a type: give the selected type, or the longest one that is written out here, a name of its own above, and use that in its place. Change nothing else. {{input}}',
    keeps: 'material',
  },
  {
    ...rewrite,
    id: 'inline',
    title: 'Inline',
    sentence: 'Put what a variable or function stands for in place of its name.',
    kind: 'refactor.inline',
    action: 'inline',
    scope: 'selection',
    prompt: '',
    keeps: 'material',
  },
  {
    ...rewrite,
    id: 'rename',
    title: 'Rename with Meaning...',
    sentence: 'Propose names that say what the symbol is for; the editor renames it everywhere.',
    action: 'rename',
    scope: 'function',
    prompt:
      'Propose five better names for `{{input}}` in the code above: names that say what it is for, in the style of the names around it. Write one name a line, and nothing else.',
    mayChangeExports: true,
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'simplify',
    title: 'Simplify',
    sentence: 'Write the same in fewer and plainer steps.',
    scope: 'function',
    prompt:
      'Simplify this code: fewer steps, less nesting, no repetition, what the language and its standard library offer. It must do exactly what it did, for every input. Keep names and parameters of functions.',
    keeps: 'signatures',
  },
  {
    ...rewrite,
    id: 'makeAsync',
    languages: withAwait,
    title: 'Make Async',
    sentence: 'Turn blocking or callback code into async and await.',
    scope: 'function',
    prompt:
      'Make this code asynchronous: async and await instead of blocking calls, callbacks or chains of then. Keep names, parameters and their order, and what happens on errors.',
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'addTypes',
    languages: withOptionalTypes,
    title: 'Add Types',
    sentence: 'Write the types of parameters, results and variables.',
    scope: 'function',
    prompt:
      'Add types to this code: of parameters, results, and variables where they are not plain. Import what they need. Change nothing but types.',
    keeps: 'untypedCode',
  },
  {
    ...rewrite,
    id: 'addDocumentation',
    title: 'Add or Update Documentation',
    sentence: 'Write doc comments, or bring those that are there up to date.',
    scope: 'function',
    prompt:
      'Write doc comments for the code above, in the style of its language: what it is for, parameters, results, errors. Give the code with its comments, otherwise unchanged.',
    keeps: 'code',
  },
  {
    ...rewrite,
    id: 'addErrorHandling',
    title: 'Add Error Handling',
    sentence: 'Handle what can fail, and say what went wrong.',
    scope: 'function',
    prompt:
      'Add error handling to this code: check what may be missing or wrong, and handle calls that can fail, in the way of the code around it. Errors say what went wrong; none is swallowed. What works today must work as before.',
    keeps: 'oldParts',
  },
  {
    ...rewrite,
    id: 'splitFunction',
    title: 'Split Long Function',
    sentence: 'Divide a long function into steps with names.',
    kind: 'refactor.extract',
    scope: 'function',
    prompt:
      'Split this function: move each of its steps into a function of its own beside it, named after what it does, and call them in order. Keep its name and parameters. The code must do what it did.',
    keeps: 'material',
  },
  {
    ...rewrite,
    id: 'loopToPipeline',
    title: 'Convert Loop to Pipeline',
    sentence: 'Say with map, filter, comprehensions or streams what a loop does.',
    scope: 'statement',
    prompt:
      'Rewrite the loops in this code as a pipeline, as is usual in the language: map, filter and reduce, comprehensions, streams or iterators. It must do exactly what it did.',
    keeps: 'signatures',
  },
  {
    ...rewrite,
    id: 'pipelineToLoop',
    title: 'Convert Pipeline to Loop',
    sentence: 'Write map, filter, comprehensions or streams as a plain loop.',
    scope: 'statement',
    prompt:
      'Rewrite the pipelines in this code (map, filter and reduce, comprehensions, streams, iterators) as plain loops. It must do exactly what it did.',
    keeps: 'signatures',
  },
  {
    ...rewrite,
    id: 'generateTests',
    title: 'Generate Tests',
    sentence: 'Write unit tests beside those that are there.',
    kind: 'source',
    action: 'tests',
    scope: 'function',
    input: 'optional',
    prompt:
      'Write unit tests for the code above, with the test framework of the project where it can be seen. Test the usual case, the edges and the errors.',
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'fixProblem',
    title: 'Fix This Problem',
    sentence: 'Correct what the editor reports here.',
    kind: 'quickfix',
    scope: 'statement',
    prompt: 'Find what is wrong with the code above and correct it. Leave the rest as it is.',
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'explain',
    languages: 'all',
    title: 'Explain',
    sentence: 'Say in the chat what the code does, and why.',
    kind: 'source',
    action: 'explain',
    scope: 'selection',
    prompt: 'Explain the code above: what it does, step by step, and what is easy to overlook in it.',
    keeps: 'code',
  },
  {
    ...rewrite,
    id: 'translateComments',
    languages: 'all',
    title: 'Translate Comments...',
    sentence: 'Write the comments in another language.',
    scope: 'selection',
    input: 'required',
    prompt: 'Translate the comments in this code into this language: {{input}}. Change nothing but comments.',
    keeps: 'code',
  },
  {
    ...rewrite,
    id: 'instruct',
    languages: 'all',
    title: 'Edit with an Instruction...',
    sentence: 'Change the selection as you say.',
    scope: 'selection',
    input: 'required',
    prompt: '{{input}}',
    mayChangeExports: true,
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'instructFiles',
    languages: 'all',
    title: 'Edit Many Files with an Instruction...',
    sentence: 'Change each of the files that you choose as you say, with a preview.',
    action: 'files',
    scope: 'file',
    input: 'required',
    prompt: 'Change this file as follows. Where it does not concern the file, give the file as it is. {{input}}',
    mayChangeExports: true,
    keeps: 'nothing',
  },
  {
    ...rewrite,
    id: 'commitMessage',
    languages: 'all',
    title: 'Commit Message',
    sentence: 'Write a message for what is about to be committed.',
    kind: 'source',
    action: 'message',
    scope: 'file',
    prompt:
      'Write a commit message for the changes above: a first line of at most 72 characters in the imperative, and where it needs more, an empty line and a short paragraph that says why. Give only the message, in one fenced block.',
    keeps: 'nothing',
  },
];

/** @throws BugError where there is none. */
export function refactoringOf(id: string): Refactoring {
  const found = refactorings.find((one) => one.id === id);
  if (found === undefined) throw new BugError(`There is no refactoring ${id}.`);
  return found;
}
