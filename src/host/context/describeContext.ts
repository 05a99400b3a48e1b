import type { Snippet } from '../../core/context/snippet.ts';
import type { ContextReport } from '../../core/report/contextReport.ts';
import { describeIndex } from '../../core/report/indexStatus.ts';
import { UserError } from '../../shared/errors.ts';
import type { IndexStatus } from '../../shared/indexProtocol.ts';
import type { ContextPlace, ContextService, GatheredContext } from './contextService.ts';
import type { FolderIndexes } from './folderIndexes.ts';
import { folderKey } from './workspacePaths.ts';

export interface DescribeContextDeps {
  readonly service: ContextService;
  readonly indexes: FolderIndexes;
  readonly isEnabled: () => boolean;
  readonly budgetTokens: () => number;
}

/**
 * The context around a place as it would be in a prompt now, or why there is none.
 *
 * @throws CancelledError.
 */
export async function describeContext(
  deps: DescribeContextDeps,
  place: ContextPlace | undefined,
  signal: AbortSignal,
): Promise<ContextReport> {
  const { service } = deps;
  const budgetTokens = deps.budgetTokens();
  const nothing = (remark: string): ContextReport => ({
    ...{ snippets: [], leftOut: [], budgetTokens, remarks: [remark] },
    ...(place && { place }),
  });
  if (!deps.isEnabled()) return nothing('Prompts have nothing of other files: leeward.context.enable is off.');
  if (place === undefined)
    return nothing('Put the cursor into a file of a folder that is open: only its neighbours are known.');
  if (budgetTokens === 0)
    return nothing('The context of the model is too small for code of other files (leeward.model.contextSize).');
  try {
    const gathered = service.gathered(place) ?? (await service.compute(place, signal));
    const snippets = service.current(place.document.uri.toString())?.snippets ?? [];
    const more = service.choose(gathered, snippets, moreTimes * budgetTokens);
    const leftOut = more.flatMap((snippet) => withoutKnown(snippet, snippets) ?? []).slice(0, maxLeftOut);
    const status = deps.indexes.statusOf(folderKey(place.folder));
    return {
      ...{ place, snippets, leftOut, budgetTokens },
      remarks: [...indexRemarks(status, snippets), ...syntaxRemarks(gathered), ...deps.indexes.problems],
      ...(status?.kind === 'ready' && { source: `${capitalized(describeIndex(status))}.` }),
    };
  } catch (error) {
    if (error instanceof UserError) return nothing(error.message);
    throw error;
  }
}

const moreTimes = 3;
const maxLeftOut = 10;

function indexRemarks(status: IndexStatus | undefined, snippets: readonly Snippet[]): readonly string[] {
  if (status === undefined) return ['The files of this folder have not been read yet.'];
  switch (status.kind) {
    case 'off':
      return [status.reason];
    case 'ready':
      return snippets.length > 0 ? [] : ['Nothing was found that this place uses or resembles.'];
    default:
      return [`There may be more in a moment: ${describeIndex(status)}.`];
  }
}

function syntaxRemarks({ place, hasSyntax }: GatheredContext): readonly string[] {
  const { languageId } = place.document;
  return hasSyntax
    ? []
    : [`The syntax of ${languageId} is not understood here: only text that resembles this place is found.`];
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What of a snippet is not there yet. `undefined`: nothing. */
function withoutKnown(snippet: Snippet, known: readonly Snippet[]): Snippet | undefined {
  const same = known.filter(({ path, kind }) => path === snippet.path && kind === snippet.kind);
  if (snippet.symbols === undefined) {
    const isKnown = same.some(({ lines }) => lines.start < snippet.lines.end && snippet.lines.start < lines.end);
    return isKnown ? undefined : snippet;
  }
  const listed = new Set(same.flatMap(({ symbols }) => symbols ?? []));
  const symbols = snippet.symbols.filter((name) => !listed.has(name));
  return symbols.length === 0 ? undefined : { ...snippet, symbols };
}
