// What holds on every page: accessible in both themes, fits a phone, light, self-contained, named, and still.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, inWords, layoutShift, test, visit } from './harness';
import { pages } from './pages';
import { addressOf } from './prepared';

const weightLimit = 150 * 1024;

for (const entry of pages) {
  test.describe(`${entry.name}${entry.smoke ? ' @smoke' : ''}`, () => {
    test.use({ signedIn: !entry.stranger, ownServer: !!entry.prepared });

    test('is named, light, still, and needs nobody else', async ({ page, baseURL }) => {
      const address = await addressOf(page, entry);
      const complaints = complaintsOf(page, entry.status ? new URL(entry.path, baseURL).href : undefined);
      const strangers = requestsElsewhere(page, baseURL!);
      const weight = weightOf(page);
      const answer = await visit(page, address);
      expect(answer?.status()).toBe(entry.status ?? 200);
      await expect(page).toHaveTitle(new RegExp(`${escaped(entry.title)} · Gatehouse`));
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      expect(strangers, 'requests to other hosts').toEqual([]);
      expect(await weight(), 'bytes on the first visit, fonts apart').toBeLessThan(weightLimit);
      expect(await layoutShift(page), 'layout shift').toBe(0);
      expect(complaints, 'errors on the console').toEqual([]);
    });

    test('has no accessibility violations in both themes', async ({ page }) => {
      await visit(page, await addressOf(page, entry));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // Axe leaves the size of targets (WCAG 2.2, 2.5.8) out unless asked.
        const axe = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } });
        const { violations } = await axe.analyze();
        expect.soft(violations.map(inWords), colorScheme).toEqual([]);
      }
    });

    // A phone, the narrowest of them, and a small window between a phone's layout and the full one.
    test('fits phones and small windows', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await visit(page, await addressOf(page, entry));
      for (const width of [390, 320, 1024]) {
        await page.setViewportSize({ width, height: 844 });
        expect.soft(await tooWide(page), `elements that reach beyond the right edge of ${width} pixels`).toEqual([]);
        expect.soft(await cutOff(page), `tables that are wider than their card at ${width} pixels`).toEqual([]);
      }
    });
  });
}

/** Errors the page writes on the console; the browser's own line about a page that is meant to fail is not one. */
function complaintsOf(page: Page, meantToFail?: string): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.location().url !== meantToFail) complaints.push(message.text());
  });
  return complaints;
}

function requestsElsewhere(page: Page, home: string): string[] {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.origin === home || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!isLocal) strangers.push(request.url());
  });
  return strangers;
}

/** Bytes as they came over the wire, headers and compression included. */
function weightOf(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'font' || request.url().startsWith('data:')) return;
    sizes.push(request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Empty when the page has no sideways scroll; else its outermost culprits. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const all = [...document.body.querySelectorAll('*')];
    const wide = all.filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5);
    const outermost = wide.filter((element) => !wide.includes(element.parentElement!)).slice(0, 5);
    const words = outermost.map((element) => element.cloneNode(false) as Element).map((copy) => copy.outerHTML);
    return [`the page is ${root.scrollWidth} wide on ${root.clientWidth}`, ...words];
  });
}

/** A card cuts off what does not fit, and the page has no sideways scroll to tell it. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const right = (element: Element) => element.getBoundingClientRect().right;
    const tables = [...document.querySelectorAll<HTMLTableElement>('.card > .table')];
    const wide = tables.filter((table) => right(table) > right(table.parentElement!) + 0.5);
    return wide.map((table) => `${table.caption?.textContent}: ${right(table)} in ${right(table.parentElement!)}`);
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
