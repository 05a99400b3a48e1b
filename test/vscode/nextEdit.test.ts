import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { pictureSettings, screenshotsFolder } from '../support/screenshots.ts';
import {
  activeEditor,
  launchBrowser,
  openWorkbench,
  setTheme,
  statusItem,
  type Workbench,
} from '../support/workbench.ts';
import { moveCursor, openFile, save, typeText } from '../support/workbenchEditor.ts';

const gap = '// a line\n'.repeat(60);
const area = 'function area(size: number): number {\n  const half = size / 2;\n  return half * size;\n}\n';
const far = `const limit = 1;\n${gap}log(limit);\n`;
const call = 'function f(a: number) {\n  return a;\n}\nf(1);\nf(2);\n';
const library = 'export function load(path: string): void {}\n';
const caller = (from: string) => `import { load } from '${from}';\n${gap}load('a');\n`;
const told = 'const note = log;\nc = log(size);\nd = log(other);\n';
const wide = "import { width } from './widths';\n";
const files = {
  ...{ 'wide.ts': wide, 'widths.ts': 'export const width = 1;\n' },
  ...{ 'area.ts': area, 'rhythm.ts': area, 'typed.ts': area, 'escape.ts': area, 'far.ts': far, 'call.ts': call },
  ...{ 'lib/files.ts': library, 'lib/near.ts': caller('./files'), 'open.ts': caller('./lib/files') },
  ...{ 'tell.ts': 'a = log(size);\nb = log(size);\n', 'told.ts': told, 'tells.ts': told },
  ...{ '.gitignore': 'secret.ts\n', 'lib/secret.ts': caller('./files') },
};
const settings = {
  ...pictureSettings,
  // What ghost text would show is another test's.
  'leeward.completion.automatic': false,
  'editor.quickSuggestions': false,
  'editor.parameterHints.enabled': false,
  'editor.wordBasedSuggestions': 'off',
};

describe('next edits, seen by a user', function () {
  this.timeout(300_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({ files, settings });
    window = await openWorkbench(browser, leeward.server, {
      ...{ file: 'area.ts', line: 1, column: 19 },
      prepare: async (page) => page.setDefaultTimeout(120_000),
    });
    await statusItem(window.page, /SmolLM2/).waitFor({ timeout: 120_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  /** Takes out the name before the cursor, and types another. */
  const rename = async (old: string, name: string): Promise<void> => {
    for (let count = 0; count < old.length; count++) await window.page.keyboard.press('Backspace');
    await typeText(window.page, name, 30);
  };

  /** Whether a text is drawn that is not in the document. */
  const isOffered = (text: string) =>
    window.page
      .locator(`${activeEditor} .view-lines span`)
      .evaluateAll(
        (parts, wanted) => parts.some((part) => getComputedStyle(part, '::after').content.includes(wanted)),
        text,
      );
  const offered = (text: string) => eventually('the offer', () => isOffered(text), 120_000);
  const cursorAt = async (line: number, column: number): Promise<void> =>
    await statusItem(window.page, `Ln ${line}, Col ${column}`).waitFor();

  it('rename by Tab and Tab what was renamed by typing', async () => {
    const { page } = window;
    await rename('size', 'width');
    await offered('width');
    await page.screenshot({ path: join(screenshotsFolder, 'next-edit-offered.png') });
    await page.keyboard.press('Tab');
    await cursorAt(2, 16);
    await page.screenshot({ path: join(screenshotsFolder, 'next-edit-reached.png') });
    await page.keyboard.press('Tab');
    await cursorAt(2, 21);
    await page.keyboard.press('Tab');
    await cursorAt(3, 17);
    await page.keyboard.press('Tab');
    await cursorAt(3, 22);
    await save(page);
    assert.equal(await leeward.server.readFile('area.ts'), area.replaceAll('size', 'width'));
  });

  it('leave Tab to the editor after the last', async () => {
    const { page } = window;
    await page.keyboard.press('End');
    // For a moment it is kept, and whether the cursor has gone on is known a little later.
    await page.waitForTimeout(1000);
    await page.keyboard.press('Tab');
    await save(page);
    assert.match(await leeward.server.readFile('area.ts'), /half \* width; +\n\}\n$/);
  });

  it('swallow a Tab too many, pressed in the rhythm of the others', async () => {
    const { page } = window;
    await openFile(page, 'rhythm.ts');
    await moveCursor(page, 1, 19);
    await rename('size', 'width');
    await offered('width');
    for (let press = 0; press < 5; press++) await page.keyboard.press('Tab');
    await cursorAt(3, 22);
    await save(page);
    assert.equal(await leeward.server.readFile('rhythm.ts'), area.replaceAll('size', 'width'));
  });

  it('have Tab while the name is typed on that they come from', async () => {
    const { page } = window;
    await openFile(page, 'typed.ts');
    await moveCursor(page, 1, 19);
    await rename('size', 'wid');
    await offered('wid');
    await page.keyboard.type('th');
    await page.keyboard.press('Tab');
    await cursorAt(2, 16);
    await offered('width');
    await page.keyboard.press('Escape');
    await save(page);
    assert.equal(await leeward.server.readFile('typed.ts'), area.replace('size', 'width'));
  });

  it('are put away by Escape, and leave Tab to the editor again', async () => {
    const { page } = window;
    await openFile(page, 'escape.ts');
    await moveCursor(page, 1, 19);
    await rename('size', 'width');
    await offered('width');
    await page.keyboard.press('Escape');
    await eventually('the end of the offer', async () => !(await isOffered('width')));
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await cursorAt(1, 3);
    await save(page);
    assert.equal(await leeward.server.readFile('escape.ts'), `  ${area.replace('size', 'width')}`);
  });

  it('say which line they are on where that is out of sight', async () => {
    const { page } = window;
    await openFile(page, 'far.ts');
    await moveCursor(page, 1, 12);
    await rename('limit', 'maximum');
    await offered('Tab: next edit, line 62');
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await setTheme(window, leeward.server, theme, settings);
      await page.screenshot({ path: join(screenshotsFolder, `next-edit-far-${theme}.png`) });
    }
    await page.keyboard.press('Tab');
    await cursorAt(62, 5);
    await page.keyboard.press('Tab');
    await cursorAt(62, 12);
    await save(page);
    assert.equal(await leeward.server.readFile('far.ts'), far.replaceAll('limit', 'maximum'));
  });

  it('bring a new parameter to the calls, where it can be written differently at once', async () => {
    const { page } = window;
    await openFile(page, 'call.ts');
    await moveCursor(page, 1, 21);
    await typeText(page, ', b: string', 30);
    await offered(', b');
    await page.screenshot({ path: join(screenshotsFolder, 'next-edit-call.png') });
    await page.keyboard.press('Tab');
    await cursorAt(4, 4);
    await page.keyboard.press('Tab');
    await statusItem(page, '(1 selected)').waitFor();
    await typeText(page, 'x', 30);
    await page.keyboard.press('Tab');
    await cursorAt(5, 4);
    await page.keyboard.press('Tab');
    await statusItem(page, '(1 selected)').waitFor();
    await save(page);
    const changed = call
      .replace('a: number', 'a: number, b: string')
      .replace('f(1)', 'f(1, x)')
      .replace('f(2)', 'f(2, b)');
    assert.equal(await leeward.server.readFile('call.ts'), changed);
  });

  it('go where the setting is switched off', async () => {
    const { page } = window;
    await moveCursor(page, 1, 11);
    await rename('f', 'g');
    await offered('g');
    await leeward.server.writeSettings({ ...settings, 'leeward.nextEdit.enable': false });
    await eventually('the end of the offer', async () => !(await isOffered('g')));
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await save(page);
    assert.match(await leeward.server.readFile('call.ts'), /^ +function g\(.*\n.*\n\}\nf\(/);
  });

  /** Goes to a file that has been opened. */
  const showTab = async (name: string): Promise<void> => {
    await window.page.locator('.tab', { hasText: name }).click();
    await window.page.locator('.tab.active', { hasText: name }).waitFor();
  };
  /** What a screen reader is told. */
  const said = (sentence: string) =>
    window.page.locator('.statusbar-item [role="status"]', { hasText: sentence }).waitFor({ timeout: 120_000 });

  it('go on in other documents, those first that are open, and name the file before it is opened', async () => {
    const { page } = window;
    await leeward.server.writeSettings(settings);
    await openFile(page, 'open.ts');
    await openFile(page, 'files.ts');
    await moveCursor(page, 1, 21);
    await rename('load', 'read');
    await offered('Tab: next edit, open.ts, line 1');
    await said('Tab: next edit, open.ts, line 1');
    await page.screenshot({ path: join(screenshotsFolder, 'next-edit-elsewhere.png') });
    assert.equal(await page.locator('.tab', { hasText: 'near.ts' }).count(), 0);
    await page.keyboard.press('Tab');
    await page.locator('.tab.active', { hasText: 'open.ts' }).waitFor();
    await cursorAt(1, 10);
    await said('Tab: read instead of load');
    await page.screenshot({ path: join(screenshotsFolder, 'next-edit-arrived.png') });
    await page.keyboard.press('Tab');
    await offered('Tab: next edit, line 62');
    await page.keyboard.press('Tab');
    await cursorAt(62, 1);
    await page.keyboard.press('Tab');
    await offered('Tab: next edit, lib/near.ts, line 1');
    await page.keyboard.press('Tab');
    await page.locator('.tab.active', { hasText: 'near.ts' }).waitFor();
    await cursorAt(1, 10);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await cursorAt(62, 1);
    await page.keyboard.press('Tab');
    await cursorAt(62, 5);
    await eventually('the end of the offer', async () => !(await isOffered('Tab:')));
    await save(page);
    const renamed = (text: string) => text.replaceAll('load', 'read');
    assert.equal(await leeward.server.readFile('lib/near.ts'), renamed(caller('./files')));
    await showTab('open.ts');
    await save(page);
    assert.equal(await leeward.server.readFile('open.ts'), renamed(caller('./lib/files')));
    assert.equal(await leeward.server.readFile('lib/secret.ts'), caller('./files'));
  });

  it('are taken back one at a time by undo', async () => {
    const { page } = window;
    const renamed = caller('./lib/files').replaceAll('load', 'read');
    await page.keyboard.press('ControlOrMeta+Z');
    await save(page);
    assert.equal(await leeward.server.readFile('open.ts'), renamed.replace("read('a')", "load('a')"));
    await page.keyboard.press('ControlOrMeta+Z');
    await save(page);
    assert.equal(await leeward.server.readFile('open.ts'), caller('./lib/files'));
  });

  it('end in all documents by Escape', async () => {
    const { page } = window;
    await showTab('files.ts');
    await moveCursor(page, 1, 21);
    await rename('read', 'fetch');
    await offered('Tab: next edit, lib/near.ts, line 1');
    await page.keyboard.press('Escape');
    await eventually('the end of the offer', async () => !(await isOffered('Tab:')));
    await showTab('near.ts');
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    await cursorAt(62, 5);
    await save(page);
    const near = caller('./files').replaceAll('load', 'read');
    assert.equal(await leeward.server.readFile('lib/near.ts'), near.replace("read('a')", "    read('a')"));
  });

  it('go on with what was done twice in what else is open', async () => {
    const { page } = window;
    await openFile(page, 'told.ts');
    await openFile(page, 'tell.ts');
    for (const line of [1, 2]) {
      await moveCursor(page, line, 8);
      await rename('log', 'note');
    }
    await offered('Tab: next edit, told.ts, line 2');
    await page.keyboard.press('Tab');
    await page.locator('.tab.active', { hasText: 'told.ts' }).waitFor();
    await cursorAt(2, 5);
    await page.keyboard.press('Tab');
    await cursorAt(2, 9);
    await save(page);
    assert.equal(await leeward.server.readFile('told.ts'), told.replace('log(size)', 'note(size)'));
    assert.equal(await leeward.server.readFile('tells.ts'), told);
  });

  it('go on in the column that shows a document, and open it no second time', async () => {
    const { page } = window;
    await openFile(page, 'wide.ts');
    await page.keyboard.press('ControlOrMeta+Backslash');
    await page.locator('.editor-group-container').nth(1).waitFor();
    await openFile(page, 'widths.ts');
    await moveCursor(page, 1, 19);
    await rename('width', 'breadth');
    await offered('Tab: next edit, wide.ts, line 1');
    await page.keyboard.press('Tab');
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'wide.ts' }).waitFor();
    // The column in which the name was changed has `wide.ts` too, behind: it shows what it has shown.
    await page.locator('.editor-group-container:not(.active) .tab.active', { hasText: 'widths.ts' }).waitFor();
    await cursorAt(1, 10);
    await said('Tab: breadth instead of width');
    await page.keyboard.press('Tab');
    await cursorAt(1, 17);
    await save(page);
    assert.equal(await leeward.server.readFile('wide.ts'), wide.replace('width', 'breadth'));
  });

  it('need no address but loopback', () => assert.deepEqual(window.network.refused, []));
});
