import { setImmediate as nextTurn } from 'node:timers/promises';
import { editsElsewhere } from '../../core/nextEdit/editsElsewhere.ts';
import type { ProposedEdit } from '../../core/nextEdit/proposedEdit.ts';
import type { EditPattern } from '../../core/nextEdit/repeatedEdit.ts';
import { repeatedElsewhere } from '../../core/nextEdit/repeatedElsewhere.ts';
import type { DefinitionChange, SharedChange } from '../../core/nextEdit/sharedChange.ts';
import type { NameOrigins } from '../../shared/definitionUsers.ts';
import { throwIfAborted } from '../../shared/errors.ts';

/** A document that a change of another one is likely to go on in. It need not be open. */
export interface OtherDocument {
  readonly uri: string;
  /** Of its first edit, 0-based. */
  readonly line: number;
  readonly editsIn: (text: string, languageId: string) => readonly ProposedEdit[];
}

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/** A file that uses what was changed. */
export interface UserFile {
  readonly uri: string;
  readonly origins: NameOrigins;
  /** As its name tells; absent: it is no code. */
  readonly languageId?: string;
}

/** What else there is beside the document that was changed. */
export interface DocumentSource {
  /** What is in a tab now, be it behind others. */
  inTabs(): readonly OpenDocument[];
  /** What is open, as it is now: that first which is shown. */
  open(): readonly OpenDocument[];
  usersOf(name: string, signal: AbortSignal): Promise<readonly UserFile[]>;
  /** Whether it is neither ignored nor private. */
  mayQuote(uri: string, signal: AbortSignal): Promise<boolean>;
  /** The text of a file that is not open; `undefined`: it can't be read, or is no text. */
  read(uri: string): Promise<string | undefined>;
}

/**
 * The documents that a change goes on in. Each is looked at when it is asked for, and as it is then.
 *
 * @param isWanted whether next edits are wanted in that language.
 * @throws CancelledError.
 */
export function otherDocuments(
  source: DocumentSource,
  change: SharedChange,
  isWanted: (languageId: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<OtherDocument> {
  return change.kind === 'repeat' ? openTabs(source, change, signal) : users(source, change, isWanted, signal);
}

/** Those that have the pattern, of all that is open in a tab. What is in files that nobody looks at is left alone. */
async function* openTabs(
  source: DocumentSource,
  pattern: EditPattern,
  signal: AbortSignal,
): AsyncGenerator<OtherDocument> {
  for (const { uri } of source.inTabs()) {
    await nextTurn();
    throwIfAborted(signal);
    const tab = source.inTabs().find((open) => open.uri === uri);
    // It may have been closed meanwhile.
    if (tab?.languageId !== pattern.languageId) continue;
    const editsIn = (text: string) => repeatedElsewhere(pattern, text);
    const [first] = editsIn(tab.text);
    if (first !== undefined && (await source.mayQuote(uri, signal))) yield otherDocument(uri, tab.text, first, editsIn);
  }
}

/**
 * Those that use what was changed: first those that are shown, then those that are open, then files, which are read and not
 * opened.
 */
async function* users(
  source: DocumentSource,
  change: DefinitionChange,
  isWanted: (languageId: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<OtherDocument> {
  const known = await source.usersOf(change.name, signal);
  const open = source.open().map(({ uri }) => uri);
  const rank = new Map([...new Set(open)].map((uri, index) => [uri, index]));
  const ranked = known
    .map((user) => ({ ...user, rank: rank.get(user.uri) ?? rank.size }))
    .sort((a, b) => a.rank - b.rank);
  let startMs = performance.now();
  for (const user of ranked.slice(0, maxFiles)) {
    await nextTurn();
    throwIfAborted(signal);
    if (performance.now() - startMs > longestMs) return;
    const document = source.open().find(({ uri }) => uri === user.uri);
    const languageId = document?.languageId ?? user.languageId;
    if (languageId === undefined || !isWanted(languageId)) continue;
    // What may not be quoted is not looked at either: ignored, private and irregular files.
    if (!(await source.mayQuote(user.uri, signal))) continue;
    const text = document?.text ?? (await source.read(user.uri));
    if (text === undefined) continue;
    const editsIn = (now: string, language: string) => editsElsewhere(change, now, language, user.origins);
    const [first] = editsIn(text, languageId);
    if (first === undefined) continue;
    yield otherDocument(user.uri, text, first, editsIn);
    startMs = performance.now();
  }
}

const maxFiles = 200;
/** For finding the next one: who has waited longer does something else by then. */
const longestMs = 3_000;

function otherDocument(
  uri: string,
  text: string,
  { range }: ProposedEdit,
  editsIn: OtherDocument['editsIn'],
): OtherDocument {
  return { uri, line: text.slice(0, range.start).split('\n').length - 1, editsIn };
}
