import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** `ofColours`: what a theme changes. */
export type AxeRules = 'all' | 'ofColours';

/** What axe finds in a document: one line a violation. */
export async function axeViolations(frame: Page | Frame, rules: AxeRules = 'all'): Promise<readonly string[]> {
  // As a debugger does, which the page's policy does not bind.
  await frame.evaluate(`typeof axe === 'undefined' ? (() => {${axeSource}})() : undefined; true`);
  const runOnly = rules === 'all' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] };
  const options = JSON.stringify({ resultTypes: ['violations'], ...runOnly });
  const { violations } = (await frame.evaluate(`axe.run(document, ${options})`)) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
