import type { Workspace } from '../../shared/workspace.ts';
import type { IndexReader, Revision } from '../indexStore.ts';
import { withoutNamespaces } from '../withoutNamespaces.ts';
import { type Manifests, readManifests } from './manifests.ts';
import { PathIndex } from './pathIndex.ts';

/** What resolving imports needs to know of a workspace folder. */
export interface Project {
  readonly reader: IndexReader;
  readonly paths: PathIndex;
  readonly manifests: Manifests;
}

interface KnownProject {
  readonly revision: Revision;
  readonly manifests: Promise<Manifests>;
  readonly project: Promise<Project>;
}

const known = new WeakMap<IndexReader, KnownProject>();

/** Made anew after files have come or gone. Manifests, of which there may be hundreds, are read again after one has changed. */
export function projectOf(reader: IndexReader, workspace: Pick<Workspace, 'read'>): Promise<Project> {
  const revision = reader.revision();
  const old = known.get(reader);
  const hasManifests = old?.revision.manifests === revision.manifests;
  if (hasManifests && old.revision.paths === revision.paths) return old.project;
  const paths = new PathIndex(reader.paths());
  const manifests = hasManifests ? old.manifests : readManifests(workspace, paths);
  const project = manifests.then((read) => ({ reader: withoutNamespaces(reader), paths, manifests: read }));
  known.set(reader, { revision, manifests, project });
  // The next one who asks tries again.
  project.catch(() => known.delete(reader));
  return project;
}
