import { baseName, bodyProblem, readPromptFile } from '../prompt/promptFile.ts';
import { type Refactoring, refactorings } from './refactoring.ts';

/** A refactoring of the workspace, or one sentence that says what is wrong with its file. */
export type WorkspaceRefactoring =
  | { readonly kind: 'refactoring'; readonly refactoring: Refactoring }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads `.leeward/refactorings/*.md`: lines of the keys below between two lines `---` (all of that may be left out), then
 * what the model is asked about the code. See docs/refactorings.md.
 *
 * ```
 * ---
 * name: Use Our Logger
 * description: Writes to the log instead of the console.
 * scope: function
 * keeps: signatures
 * ---
 * Replace console.log in this code by calls of `log` from `src/log.ts`. {{input}}
 * ```
 *
 * @param path of the file, from its workspace folder on.
 */
export function parseWorkspaceRefactoring(path: string, text: string): WorkspaceRefactoring {
  const problem = (sentence: string): WorkspaceRefactoring => ({ kind: 'problem', problem: `${path}: ${sentence}` });
  const file = readPromptFile(text, ['name', 'description', ...Object.keys(choices)]);
  if (file.kind === 'problem') return problem(file.problem);
  const { values, body } = file;
  const wrong = bodyProblem(body, 'what the user is asked for');
  if (wrong !== undefined) return problem(wrong);
  const id = baseName(path);
  const title = values.get('name') ?? id;
  if (title === '' || title.length > maxTitleLength) {
    return problem(`its name has ${title.length} characters. Give it 1 to ${maxTitleLength}.`);
  }
  const isOurs = refactorings.some((one) => one.id === id || one.title.toLowerCase() === title.toLowerCase());
  if (isOurs) return problem(`"${title}" is a refactoring of Leeward. Give it another name.`);
  for (const [key, words] of Object.entries(choices)) {
    const value = values.get(key);
    if (value !== undefined && !words.some((word) => word === value)) {
      return problem(`"${key}" can't be "${value}". It can be ${words.join(', ')}.`);
    }
  }
  const kind = chosen(choices.kind, values.get('kind'), 'rewrite');
  return {
    kind: 'refactoring',
    refactoring: {
      id,
      title,
      sentence: values.get('description') ?? `The refactoring of ${path}.`,
      kind: kind === 'quickfix' || kind === 'source' ? kind : `refactor.${kind}`,
      action: 'rewrite',
      scope: chosen(choices.scope, values.get('scope'), 'selection'),
      prompt: body.trim(),
      input: chosen(choices.input, values.get('input'), /\{\{\s*input\s*\}\}/.test(body) ? 'optional' : 'none'),
      mayChangeExports: chosen(choices.exports, values.get('exports'), 'keep') === 'change',
      keeps: chosen(choices.keeps, values.get('keeps'), 'nothing'),
    },
  };
}

/** What can be chosen, by key. */
const choices = {
  kind: ['extract', 'rewrite', 'quickfix', 'source'],
  scope: ['selection', 'statement', 'function', 'class', 'file'],
  input: ['none', 'optional', 'required'],
  exports: ['keep', 'change'],
  keeps: ['code', 'untypedCode', 'material', 'oldParts', 'signatures', 'nothing'],
} as const;

const maxTitleLength = 60;

function chosen<Word extends string>(words: readonly Word[], value: string | undefined, otherwise: Word): Word {
  return words.find((word) => word === value) ?? otherwise;
}
