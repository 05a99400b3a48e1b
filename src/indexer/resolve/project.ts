import type { Workspace } from '../../shared/workspace.ts';
import type { IndexReader } from '../indexStore.ts';
import { withoutNamespaces } from '../withoutNamespaces.ts';
import { type Manifests, readManifests } from './manifests.ts';
import { PathIndex } from './pathIndex.ts';

/** What resolving imports needs to know of a workspace folder. */
export interface Project {
  readonly reader: IndexReader;
  readonly paths: PathIndex;
  readonly manifests: Manifests;
}

const known = new WeakMap<IndexReader, { readonly revision: number; readonly project: Promise<Project> }>();

/** Read anew after files have come or gone. */
export function projectOf(reader: IndexReader, workspace: Pick<Workspace, 'read'>): Promise<Project> {
  const revision = reader.revision();
  const old = known.get(reader);
  if (old?.revision === revision) return old.project;
  const project = readProject(reader, workspace);
  known.set(reader, { revision, project });
  return project;
}

async function readProject(reader: IndexReader, workspace: Pick<Workspace, 'read'>): Promise<Project> {
  const paths = new PathIndex(reader.paths());
  return { reader: withoutNamespaces(reader), paths, manifests: await readManifests(workspace, paths) };
}
