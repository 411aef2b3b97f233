// Every dialog, opened where people open it: accessible in both themes, nothing moves, and the focus goes back.
import AxeBuilder from '@axe-core/playwright';
import { expect, inWords, layoutShift, settled, test, visit } from './harness';
import { pages } from './pages';

/** The pages with links that open dialogs. */
const withDialogs = [
  'users',
  'user-details',
  'user-devices',
  'user-authorized-applications',
  'user-permissions',
  'roles',
  'role-settings',
  'role-permissions',
  'role-users',
  'apis',
  'api-settings',
  'api-permissions',
  'application-settings',
  'connection-database',
  'operators',
];

for (const entry of pages.filter((page) => withDialogs.includes(page.name))) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the dialogs of ${entry.name} are accessible and give the focus back, ${colorScheme}`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme });
      await visit(page, entry.path);
      const links = page.locator('#page a[data-dialog]');
      const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
      expect(addresses).not.toEqual([]);
      // Rows open the same dialog about different things: one of each kind is enough.
      const kinds = new Map(addresses.map((address) => [address.split('/').at(-1), address]));
      for (const [kind, address] of kinds) {
        const link = page.locator(`#page a[data-dialog][href="${address}"]`).first();
        const inMenu = await link.evaluate((element) => element.closest('details[data-menu]') !== null);
        const opener = inMenu ? link.locator('xpath=ancestor::details[1]/summary') : link;
        if (inMenu) await opener.click();
        await link.click();
        await expect(page.locator('#dialog[open] #dialog-content'), kind).toBeVisible();
        await settled(page);
        const { violations } = await new AxeBuilder({ page }).include('#dialog').analyze();
        expect(violations.map(inWords), kind).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(opener, kind).toBeFocused();
      }
      expect(await layoutShift(page), 'layout shift').toBe(0);
    });
  }
}
