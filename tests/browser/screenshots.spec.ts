// Every page, pixel by pixel: the same on a second visit, and the same as the picture stored for this Chromium.
//
// After a wanted change: GATEHOUSE_SCREENSHOTS=record tests/run browser -- screenshots, look at the pictures, commit.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, visit } from './harness';
import { pages } from './pages';
import { screenshots } from './places';

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ['light', 'dark'] as const;
const storeLimit = 15 * 1024 * 1024;
const recording = process.env.GATEHOUSE_SCREENSHOTS === 'record';

for (const entry of pages) {
  test.describe(entry.name, () => {
    test.describe.configure({ timeout: 90_000 });
    test.use({ signedIn: !entry.stranger });
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of themes) {
        test(`looks as it did, ${size}, ${colorScheme}`, async ({ page }, testInfo) => {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          const take = async () => {
            await visit(page, entry.path);
            // The icons come in a file of their own, which nothing on the page waits for.
            await page.waitForLoadState('networkidle');
            return page.screenshot({ animations: 'disabled', caret: 'hide' });
          };
          // A face that comes late is left for the next page; a picture waits for it instead.
          await page.route(/\/assets\/app\.[^/]*\.css$/, async (route) => {
            const answer = await route.fetch();
            const body = (await answer.text()).replaceAll('font-display: optional', 'font-display: block');
            await route.fulfill({ contentType: 'text/css; charset=utf-8', body });
          });
          await visit(page, entry.path);
          const first = await take();
          // A picture may still catch an icon on its way: two in a row that are equal are what the page looks like.
          let before = first;
          let second = await take();
          for (let more = 0; more < 4 && !before.equals(second); more += 1) {
            before = second;
            second = await take();
          }
          const picture = `${entry.name}-${size}-${colorScheme}.png`;
          if (!before.equals(second)) {
            await testInfo.attach('first', { body: before, contentType: 'image/png' });
            await testInfo.attach('second', { body: second, contentType: 'image/png' });
          }
          expect(before.equals(second), `${picture} is the same on the second visit`).toBe(true);
          if (recording) {
            const file = testInfo.snapshotPath(picture);
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, second);
            testInfo.annotations.push({ type: 'recorded', description: picture });
            return;
          }
          expect(second).toMatchSnapshot(picture, { threshold: 0, maxDiffPixels: 0 });
        });
      }
    }
  });
}

test('the stored pictures stay small', () => {
  const paths = readdirSync(screenshots, { recursive: true }).map((name) => join(screenshots, String(name)));
  const sizes = paths.map((path) => statSync(path)).filter((it) => it.isFile());
  expect(sizes.reduce((sum, it) => sum + it.size, 0)).toBeLessThan(storeLimit);
});
