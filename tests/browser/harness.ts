// What journeys speak: a running server, a signed-in operator, and the product's own words for going about it.
//
//     import { test, expect, openUser, openActions } from './harness';
//     test('blocks a user', async ({ page }) => { await openUser(page, 'amara'); await openActions(page); … });
//
// `test.use({ signedIn: false })` starts as a stranger; `test.use({ javaScriptEnabled: false })` without scripts. All
// tests of a worker share one server: a journey that changes data uses `ownServer`, which it has to itself.
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { demoUsers, tenant, userPath } from './pages';
import { type Server, startServer } from './server';

export { expect };

type State = Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>>;
interface OfTest {
  signedIn: boolean;
  ownServer: boolean;
  serverInUse: Server;
}
interface OfWorker {
  server: Server;
  signedInState: State;
}

export const test = base.extend<OfTest, OfWorker>({
  signedIn: [true, { option: true }],
  ownServer: [false, { option: true }],
  server: [
    async ({}, use, workerInfo) => {
      const server = await startServer(workerInfo.project.metadata.database);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  signedInState: [
    async ({ browser, server }, use) => {
      const context = await browser.newContext({ baseURL: server.url });
      await signIn(await context.newPage());
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  serverInUse: [
    async ({ ownServer, server }, use, testInfo) => {
      if (!ownServer) return use(server);
      const own = await startServer(testInfo.project.metadata.database);
      await use(own);
      await own.stop();
    },
    { timeout: 180_000 },
  ],
  baseURL: async ({ serverInUse }, use) => use(serverInUse.url),
  // The sessions of the worker's server mean nothing to a server of the test's own.
  storageState: async ({ signedIn, ownServer, signedInState }, use) => {
    await use(signedIn && !ownServer ? signedInState : undefined);
  },
  page: async ({ page, signedIn, ownServer }, use) => {
    if (signedIn && ownServer) await signIn(page);
    await use(page);
  },
});

/** Signs in as the demo administrator, as a person does: by the button on the sign-in page. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByTestId('demo-sign-in').click();
  await page.waitForURL('**/dashboard/**');
}

/** Goes to an address and waits until the page says that it has settled. */
export async function visit(page: Page, path: string) {
  const answer = await page.goto(path);
  await settled(page);
  return answer;
}

/** Waits for the mark that the page's scripts set once fonts are there and a swap is over. */
export async function settled(page: Page): Promise<void> {
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** The address of a demo user's tab; Details without one. */
export function userPage(name: keyof typeof demoUsers, tab?: string): string {
  return userPath(demoUsers[name], tab);
}

/** Opens a demo user's page; works with and without scripts. */
export async function openUser(page: Page, name: keyof typeof demoUsers, tab?: string): Promise<void> {
  await page.goto(userPage(name, tab));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Opens the users list, with a query such as `q=amara` where one is given. */
export async function openUsers(page: Page, query = ''): Promise<void> {
  await page.goto(`/dashboard/${tenant}/users${query && `?${query}`}`);
}

/** Opens the Actions menu of User Details and returns it. */
export async function openActions(page: Page): Promise<Locator> {
  const opener = page.getByTestId('actions-menu');
  await opener.click();
  return page.locator('details').filter({ has: opener });
}

/** Chooses an entry of the Actions menu by its words on the screen. */
export async function act(page: Page, words: string): Promise<void> {
  const menu = await openActions(page);
  await menu.getByText(words, { exact: true }).click();
}

/** What the last action said about its outcome. */
export function notice(page: Page): Locator {
  return page.getByTestId('notice');
}

/** The open dialog with scripts, the dialog's own page without. */
export function dialog(page: Page): Locator {
  return page.locator('#dialog-content');
}

/** Declares the journeys twice: with scripts and without. Each has a server to itself, since it changes what is there. */
export function bothWays(journeys: (scripts: boolean) => void): void {
  for (const scripts of [true, false]) {
    test.describe(scripts ? 'with scripts' : 'without scripts', () => {
      test.use({ javaScriptEnabled: scripts, ownServer: true });
      journeys(scripts);
    });
  }
}

/** Fills in a field of the form in use by the name the form gives it. */
export async function fill(page: Page, field: string, text: string): Promise<void> {
  await page.getByTestId(`field-${field}`).fill(text);
}

/** Sends the form of the open dialog, or of the page that stands for it. */
export async function submit(page: Page): Promise<void> {
  await dialog(page).getByTestId('submit').click();
}

/** Has the tenant keep deleted users for some days. */
export async function keepDeletedUsers(page: Page, days: number): Promise<void> {
  await page.goto(`/dashboard/${tenant}/settings`);
  await fill(page, 'deleted_user_days', String(days));
  await page.getByTestId('submit').click();
  await expect(notice(page)).toContainText('The settings are saved.');
}

/**
 * Clicks what sends a form, and waits until the server has answered it with a page, its own or the one it leads to: a
 * reload right after must abort neither of them.
 */
export async function send(page: Page, button: Locator): Promise<void> {
  const answered = page.waitForResponse((answer) => {
    let asked = answer.request();
    for (let before = asked.redirectedFrom(); before; before = asked.redirectedFrom()) asked = before;
    return asked.method() === 'POST' && answer.status() !== 303;
  });
  await button.click();
  await answered;
}

/** Waits for what work in the background brings. Without scripts a page shows what is new when it is asked again. */
export async function eventually(page: Page, scripts: boolean, wanted: Locator): Promise<void> {
  await expect(async () => {
    await expect(wanted)
      .toBeVisible({ timeout: 1_500 })
      .catch(async (missing) => {
        if (!scripts) await page.reload();
        throw missing;
      });
  }).toPass({ timeout: 60_000 });
}

/** How much has moved by itself since the page was opened. */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((measured) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) sum += (shift as unknown as { value: number }).value;
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => measured(sum), 100);
      }),
  );
}

/** A violation that axe found, to be read in a failed expectation. */
export function inWords(violation: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }): string {
  const nodes = violation.nodes.slice(0, 3).map((node) => `  ${node.html}\n    ${node.failureSummary ?? ''}`);
  return `${violation.id}: ${violation.help} (${violation.nodes.length}×)\n${nodes.join('\n')}`;
}
