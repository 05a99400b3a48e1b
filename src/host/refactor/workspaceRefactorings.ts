import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { parseWorkspaceRefactoring } from '../../core/refactor/workspaceRefactoring.ts';
import { describeUnreadable, markdownFiles } from '../context/markdownFiles.ts';

interface FoundRefactorings {
  readonly refactorings: readonly Refactoring[];
  /** Files that are no refactorings, by their names without `.md`: why, in a sentence. */
  readonly problems: ReadonlyMap<string, string>;
}

/** `.leeward/refactorings/*.md` of each folder of the workspace, as they are now. */
export async function workspaceRefactorings(): Promise<FoundRefactorings> {
  const refactorings: Refactoring[] = [];
  const problems = new Map<string, string>();
  for (const { name, path, text } of await markdownFiles('.leeward/refactorings')) {
    if (text === undefined) {
      problems.set(name, describeUnreadable(path));
      continue;
    }
    const found = parseWorkspaceRefactoring(path, text);
    if (found.kind === 'problem') problems.set(name, found.problem);
    else if (!refactorings.some(({ id }) => id === found.refactoring.id)) refactorings.push(found.refactoring);
  }
  return { refactorings, problems };
}
