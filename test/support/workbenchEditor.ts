import type { Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { activeEditor, defaultTimeoutMs, fillBox } from './workbench.ts';

/** Types as a person does, key by key, into whatever has the focus. `delayMs` lies between two keys. */
export async function typeText(page: Page, text: string, delayMs = 0): Promise<void> {
  await page.keyboard.type(text, { delay: delayMs });
}

/** Opens a file of the workspace by its name; resolves when its editor is the active one. */
export async function openFile(page: Page, name: string): Promise<void> {
  // A webview that has the focus would have the key.
  await page.locator('.editor-group-container.active .tab.active').click();
  await fillBox(page, 'ControlOrMeta+P', name);
  const widget = page.locator('.quick-input-widget');
  await widget.locator('.monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.editor-group-container.active .tab.active', { hasText: name }).waitFor();
}

/** Places the cursor of the active editor; 1-based. */
export async function moveCursor(page: Page, line: number, column: number): Promise<void> {
  await fillBox(page, 'Control+G', `:${line}:${column}`);
  const widget = page.locator('.quick-input-widget');
  // Enter does nothing before it has been read.
  await widget
    .getByText(new RegExp(`\\bline ${line}\\b`))
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await widget.waitFor({ state: 'hidden' });
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/**
 * The ghost text that the active editor draws, `''` where there is none. Lines are separated by `\n`.
 *
 * A tab is drawn as spaces and is read as them.
 */
export async function readGhostText(page: Page): Promise<string> {
  // The first line is drawn within the line of the cursor, the others in a box of their own that comes earlier in the
  // page; both are split by syntax token. A blank line of the box has no part of the ghost text's class.
  const boxes = await page.locator(`${activeEditor} :is(.view-lines, .suggest-preview-text)`).evaluateAll(
    (found: readonly PageElement[], classes: readonly string[]) =>
      found.map((box) => ({
        isFirstLine: box.classList.contains('view-lines'),
        lines: Array.from(box.querySelectorAll('.view-line'), (line) =>
          Array.from(line.querySelectorAll(classes.join(',')), (part) => part.textContent ?? '').join(''),
        ),
      })),
    ['.ghost-text-decoration', '.ghost-text'],
  );
  const firstLine = boxes
    .filter((box) => box.isFirstLine)
    .flatMap((box) => box.lines)
    .join('');
  const furtherLines = boxes.filter((box) => !box.isFirstLine).flatMap((box) => box.lines);
  return [firstLine, ...furtherLines].join('\n').replaceAll('\u00a0', ' ');
}

/**
 * Waits until ghost text is drawn, and has not changed from one look to the next.
 *
 * @throws Error where none appears in time.
 */
export async function waitForGhostText(page: Page, timeoutMs = defaultTimeoutMs): Promise<string> {
  const settled = async () => {
    const text = await readGhostText(page);
    if (text === '') return undefined;
    await page.waitForTimeout(lookIntervalMs);
    return (await readGhostText(page)) === text ? text : undefined;
  };
  return eventually('ghost text', settled, timeoutMs);
}

/** Waits until no ghost text is drawn. */
export async function waitForNoGhostText(page: Page, timeoutMs = defaultTimeoutMs): Promise<void> {
  await eventually('the end of the ghost text', async () => (await readGhostText(page)) === '', timeoutMs);
}

/** Accepts the ghost text with Tab; resolves when it is drawn no more. What follows it may be there at once. */
export async function acceptGhostText(page: Page): Promise<void> {
  const accepted = await readGhostText(page);
  await page.keyboard.press('Tab');
  await eventually('the end of the ghost text', async () => (await readGhostText(page)) !== accepted);
}

/** Saves the active file; resolves when it is on disk. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+S');
  await page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
}

const lookIntervalMs = 50;

/** What is used of the page's elements, whose types this project does not load. */
interface PageElement {
  readonly classList: { contains(name: string): boolean };
  readonly textContent: string | null;
  querySelectorAll(selectors: string): ArrayLike<PageElement>;
}
