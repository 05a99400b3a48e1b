import type { ImportFact } from '../../shared/codeFacts.ts';
import type { Project } from './project.ts';

/**
 * The files of the workspace that an import of the file `from` may name; empty where it is none of them. A simple rule
 * for each language: what needs a compiler is left to ranking.
 */
export type Resolve = (project: Project, from: string, fact: ImportFact) => readonly string[];
