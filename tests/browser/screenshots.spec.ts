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
  test.describe(`${entry.name}${entry.smoke ? ' @smoke' : ''}`, () => {
    test.describe.configure({ timeout: 90_000 });
    test.use({ signedIn: !entry.stranger });
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of themes) {
        test(`looks as it did, ${size}, ${colorScheme}`, async ({ page }, testInfo) => {
          // One set of pictures serves both databases: the other one is compared with it.
          test.skip(recording && testInfo.project.name !== 'sqlite', 'recorded on SQLite');
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          const take = async () => {
            await visit(page, entry.path);
            return page.screenshot({ animations: 'disabled', caret: 'hide' });
          };
          // The first by a browser that has nothing of the product yet, the second by one that has all of it.
          const first = await take();
          const second = await take();
          const picture = `${entry.name}-${size}-${colorScheme}.png`;
          if (!first.equals(second)) {
            await testInfo.attach('first', { body: first, contentType: 'image/png' });
            await testInfo.attach('second', { body: second, contentType: 'image/png' });
          }
          expect(first.equals(second), `${picture} is the same on the second visit`).toBe(true);
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
