import type { Suggestion } from '../../shared/chatProtocol.ts';
import type { Mention } from '../../shared/conversation.ts';
import type { MentionKindRow } from './mentionKinds.ts';
import type { SlashCommand } from './slashCommands.ts';
import { suggestionsFor } from './suggestions.ts';

/** A file, folder or symbol that may be mentioned. */
export interface NamedThing {
  readonly mention: Mention;
  /** What is searched and shown beside the label: a path, the class that a method is in. */
  readonly detail: string;
}

/** `/` and what is typed behind it; prompts of the workspace are among the commands. */
export function commandRows(query: string, commands: readonly SlashCommand[]): readonly Suggestion[] {
  return suggestionsFor(query, commands, ({ id }) => id).map(({ id, sentence }) => ({
    label: `/${id}`,
    detail: sentence,
    icon: 'terminal',
    insertText: `/${id} `,
  }));
}

/** `#` and the beginning of a kind: those that need no name are chosen at once, the others go on. */
export function kindRows(rows: readonly MentionKindRow[]): readonly Suggestion[] {
  return rows.map(({ kind, sentence, icon, takesName }) => {
    const row = { label: `#${kind}`, detail: sentence, icon };
    return takesName ? { ...row, insertText: `#${kind} ` } : { ...row, mention: { kind, label: `#${kind}` } };
  });
}

/** Things by their names, best first. Things are searched by their path where they have one, else by their label. */
export function thingRows(query: string, things: readonly NamedThing[], most: number): readonly Suggestion[] {
  const nameOf = ({ mention, detail }: NamedThing) =>
    mention.kind === 'file' || mention.kind === 'folder' ? detail : mention.label;
  return suggestionsFor(query, things, nameOf, most).map(({ mention, detail }) => ({
    label: mention.label,
    ...(detail !== '' && detail !== mention.label && { detail }),
    icon: icons[mention.kind] ?? 'symbol-method',
    mention,
  }));
}

const icons: Readonly<Partial<Record<Mention['kind'], string>>> = { file: 'file', folder: 'folder' };
