import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { pictureSettings, screenshotsFolder } from '../support/screenshots.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  setTheme,
  statusItem,
  type Workbench,
  webview,
} from '../support/workbench.ts';

const cart = `import { basketTotal, type Basket } from './basket.ts';
import { formatMoney } from './money.ts';

export function summary(basket: Basket): string {
  const total = basketTotal(basket);

}
`;
const basket = `export interface Basket {
  readonly customer: string;
  readonly items: readonly BasketItem[];
}

export interface BasketItem {
  readonly name: string;
  readonly priceCents: number;
  readonly count: number;
}

/** Without tax and shipping. */
export function basketTotal({ items }: Basket): number {
  return items.reduce((sum, { priceCents, count }) => sum + priceCents * count, 0);
}

export function isEmpty({ items }: Basket): boolean {
  return items.length === 0;
}
`;
const money = `export type Currency = 'EUR' | 'USD';

export function formatMoney(cents: number, currency: Currency, locale = 'en'): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);
}
`;
const basketTest = `import { basketTotal, isEmpty } from '../src/basket.ts';

it('sums a basket up', () => {
  const basket = { customer: 'Ada', items: [{ name: 'tea', priceCents: 250, count: 2 }] };
  assert.equal(basketTotal(basket), 500);
  assert.ok(!isEmpty(basket));
});
`;
/** So many that reading them takes longer than a moment. */
const many = Object.fromEntries(
  Array.from({ length: 1_500 }, (_, index) => [`lib/part${index}.ts`, manyFunctions(index)]),
);

describe('the context page, as it looks', function () {
  this.timeout(180_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    browser = await launchBrowser();
    const files = {
      ...many,
      ...{ 'src/cart.ts': cart, 'src/basket.ts': basket, 'src/money.ts': money, 'test/basket.test.ts': basketTest },
    };
    leeward = await startLeewardWorkbench({ files, settings: pictureSettings });
    window = await openWorkbench(browser, leeward.server, {
      file: 'src/cart.ts',
      line: 6,
      viewport: { width: 1280, height: 760 },
    });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const screenshot = (name: string) =>
    window.page.screenshot({ path: join(screenshotsFolder, `context-${name}.png`), animations: 'disabled' });

  it('says in the status bar how far the index is, and then no more', async () => {
    const indexing = statusItem(window.page, /Leeward: indexing [\d,]+ of 1,50\d files, \d+ %, /);
    await indexing.waitFor({ timeout: 60_000 });
    await screenshot('indexing');
    await runCommand(window.page, 'Leeward: Show Context');
    await webview(window.page)
      .getByText(/There may be more in a moment|files with/)
      .waitFor();
    await screenshot('unfinished');
    await indexing.waitFor({ state: 'detached', timeout: 120_000 });
    await webview(window.page).getByText('1,504 files with').waitFor();
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is there in a ${theme} theme`, async () => {
      await setTheme(window, leeward.server, theme, pictureSettings);
      await webview(window.page).getByText('basketTotal({ items }: Basket): number').first().waitFor();
      await screenshot(theme);
    });
  }

  it('is there in a narrow window', async () => {
    await window.page.setViewportSize({ width: 700, height: 760 });
    const code = webview(window.page).locator('pre').first();
    await code.waitFor();
    const [inner, outer] = await code.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    assert.ok(inner !== undefined && outer !== undefined && inner <= outer, 'code is wrapped');
    await screenshot('narrow');
  });
});

function manyFunctions(index: number): string {
  return Array.from(
    { length: 60 },
    (_, part) => `export function part${index}Step${part}(left: number, right: number): number {
  const sum = left * ${part} + right;
  return sum % ${index + 1};
}
`,
  ).join('\n');
}
