import * as vscode from 'vscode';
import type { HunkLines } from '../../core/refactor/hunks.ts';
import { withLineEnd } from '../../core/refactor/review.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { DocumentReview } from './documentReview.ts';
import { type ReviewStage, setReviewStage } from './reviewStage.ts';

/** The hunk that keys are for: it is marked, and keys are for one only while its diff is the active editor. */
export class ReviewCursor {
  readonly #reviewIn: (tab: vscode.Tab | undefined) => DocumentReview | undefined;
  readonly #mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
  });
  #stage: ReviewStage = 'none';

  /** @param reviewIn whose diff a tab shows. */
  constructor(
    context: Pick<vscode.ExtensionContext, 'subscriptions'>,
    reviewIn: (tab: vscode.Tab | undefined) => DocumentReview | undefined,
  ) {
    this.#reviewIn = reviewIn;
    const update = (): void => this.update();
    context.subscriptions.push(
      this.#mark,
      vscode.window.onDidChangeTextEditorSelection(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.window.tabGroups.onDidChangeTabs(update),
      vscode.window.tabGroups.onDidChangeTabGroups(update),
    );
  }

  update(): void {
    const review = this.#reviewIn(vscode.window.tabGroups.activeTabGroup.activeTab);
    const stage = review === undefined ? 'none' : review.isOffered ? 'reviewing' : 'writing';
    if (stage !== this.#stage) {
      this.#stage = stage;
      setReviewStage(stage);
    }
    if (review !== undefined) this.#showMark(review);
  }

  /** The hunk at the cursor of the diff, else the next one, else the last. `undefined` where none is open. */
  hunk(review: DocumentReview): HunkLines | undefined {
    const side = sideOf(review);
    return side === undefined ? undefined : review.shown.hunks.at(indexAt(side));
  }

  /** To the next hunk, or (`-1`) to the one before; from the last to the first. */
  async move(review: DocumentReview, step: 1 | -1): Promise<void> {
    const side = sideOf(review);
    if (side === undefined || side.lines.length === 0) return;
    const line = lineOf(side.editor);
    const ahead = side.lines.findIndex(({ start }) => start > line);
    const behind = side.lines.findLastIndex(({ start }) => start < line);
    goTo(side, step === 1 ? Math.max(0, ahead) : behind);
  }

  /** To the hunk at the cursor, which is the next one where a hunk was just decided. */
  async toHunk(review: DocumentReview): Promise<void> {
    await this.#toIndex(review, indexAt);
  }

  async toFirst(review: DocumentReview): Promise<void> {
    await this.#toIndex(review, () => 0);
  }

  async #toIndex(review: DocumentReview, indexIn: (side: Side) => number): Promise<void> {
    if (!(await isShown(review))) return;
    const side = sideOf(review);
    if (side !== undefined && side.lines.length > 0) goTo(side, indexIn(side));
    this.update();
  }

  #showMark(review: DocumentReview): void {
    const editor = proposalEditor(review);
    if (editor === undefined) return;
    const lines = review.isOffered ? review.shown.hunks.map((hunk) => hunk.new) : [];
    const current = lines.at(indexAt({ editor, lines }));
    const marked = current && new vscode.Range(current.start, 0, Math.max(current.start, current.end - 1), 0);
    editor.setDecorations(this.#mark, marked === undefined ? [] : [marked]);
  }
}

/** One side of the diff, and on which of its lines the hunks are. */
interface Side {
  readonly editor: vscode.TextEditor;
  readonly lines: readonly OffsetRange[];
}

/** The side that has the focus, else the right one. */
function sideOf(review: DocumentReview): Side | undefined {
  const { hunks } = review.shown;
  const active = vscode.window.activeTextEditor;
  if (active?.document.uri.toString() === review.uri.toString()) {
    return { editor: active, lines: hunks.map((hunk) => hunk.old) };
  }
  const editor = proposalEditor(review);
  return editor && { editor, lines: hunks.map((hunk) => hunk.new) };
}

function proposalEditor({ proposalUri }: DocumentReview): vscode.TextEditor | undefined {
  const key = proposalUri.toString();
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
}

/** Negative, which is the last one, where the cursor is behind all. */
function indexAt({ editor, lines }: Side): number {
  const line = lineOf(editor);
  return lines.findIndex(({ start, end }) => line <= start || line < end);
}

function goTo({ editor, lines }: Side, index: number): void {
  const line = lines.at(index)?.start ?? 0;
  const start = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function lineOf({ selection }: vscode.TextEditor): number {
  return selection.active.line;
}

/** Resolves once the right side shows what the review is; to `false` where it has ended, or is no longer to be seen. */
async function isShown(review: DocumentReview): Promise<boolean> {
  // VS Code keeps the line ends that the right side has had at first.
  const isThere = (): boolean => {
    const text = proposalEditor(review)?.document.getText();
    return text !== undefined && withLineEnd(text, '\n') === withLineEnd(review.shown.text, '\n');
  };
  if (review.signal.aborted || proposalEditor(review) === undefined) return false;
  if (isThere()) return true;
  return await new Promise((resolve) => {
    const finish = (isThere: boolean): void => {
      for (const one of listening) one.dispose();
      review.signal.removeEventListener('abort', gone);
      resolve(isThere);
    };
    const gone = (): void => finish(false);
    const listening = [
      vscode.workspace.onDidChangeTextDocument(() => {
        if (isThere()) finish(true);
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (proposalEditor(review) === undefined) gone();
      }),
    ];
    review.signal.addEventListener('abort', gone, { once: true });
  });
}
