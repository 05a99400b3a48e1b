import type { Engine } from '../../shared/engine.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { EditableFiles } from './editableFiles.ts';
import type { Reviews } from './reviews.ts';

/** What every refactoring of the editor needs. */
export interface RefactorPorts {
  readonly engine: Engine;
  readonly repoContext: Pick<LateRepoContext, 'contextFor' | 'scopesAt' | 'syntaxReport'>;
  readonly files: EditableFiles;
  readonly reviews: Reviews;
  readonly onBug: (error: unknown) => void;
}
