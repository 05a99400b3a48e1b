import type { Mention, MentionKind } from '../../shared/conversation.ts';

/** What a user may refer to with `#`, in the order in which it is proposed. */
export interface MentionKindRow {
  readonly kind: MentionKind;
  /** One sentence, for the list below the input. */
  readonly sentence: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A name follows: `#file clamp.ts`. Otherwise the word says all. */
  readonly takesName: boolean;
  /** What stands before its name in the prompt. */
  readonly description: string;
}

export const mentionKindRows: readonly MentionKindRow[] = [
  row('file', 'A file of the workspace, as it is in the editor.', 'file', true, 'File'),
  row('selection', 'The selected lines of the active editor.', 'list-selection', false, 'Selected code in'),
  row('symbol', 'A function, class or other symbol, by its name.', 'symbol-method', true, 'Code of'),
  row(
    'problems',
    'The errors and warnings that the editor shows.',
    'warning',
    false,
    'Problems that the editor shows,',
  ),
  row('changes', 'What was changed since the last commit.', 'git-compare', false, 'Uncommitted changes,'),
  row('terminal', 'The last command of the active terminal, and its output.', 'terminal', false, 'Terminal output,'),
  row('folder', 'What is in a folder: its files as a tree.', 'folder', true, 'Folder'),
  row('repo', 'What the index finds in the workspace for the question.', 'repo', false, 'Found in the workspace,'),
];

/** What stands before its name in the prompt. */
export function mentionDescription(kind: MentionKind): string {
  return mentionKindRows.find((one) => one.kind === kind)?.description ?? 'Text of';
}

/** What a chip says: `clamp.ts`, `clamp.ts:3-9` (from 1, both ends included), `#changes`. */
export function mentionLabel({ kind, label, lines }: Mention): string {
  if (label === '') return `#${kind}`;
  if (lines === undefined || /:\d+(?:-\d+)?$/.test(label)) return label;
  const [first, last] = [lines.start + 1, Math.max(lines.start + 1, lines.end)];
  return first === last ? `${label}:${first}` : `${label}:${first}-${last}`;
}

function row(
  kind: MentionKind,
  sentence: string,
  icon: string,
  takesName: boolean,
  description: string,
): MentionKindRow {
  return { kind, sentence, icon, takesName, description };
}
