// Every page, pixel by pixel: as it was recorded, on both databases.
//
// After a wanted change: GATEHOUSE_SCREENSHOTS=record tests/run browser -- screenshots, look at results/pictures, commit
// pictures.txt. How a page looked before: run this on the commit before, whose pictures are then in results/pictures.
import { expect, test, visit } from './harness';
import { pages, pictureName, pictureNames, sizes, themes } from './pages';
import { digestOf, digestToMeet, keep, mode, readRecorded } from './pictures';
import { addressOf } from './prepared';

// Takes of one picture before it counts as another: the browser now and then smooths one pixel of a corner differently.
const mostTakes = 6;

for (const entry of pages) {
  test.describe(`${entry.name}${entry.smoke ? ' @smoke' : ''}`, () => {
    // A browser that draws a corner otherwise may keep to it for as long as it runs: a retry starts another one.
    test.describe.configure({ timeout: 240_000, retries: 2 });
    test.use({ signedIn: !entry.stranger, ownServer: !!entry.prepared });
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of themes) {
        test(`looks as it did, ${size}, ${colorScheme}`, async ({ page }, testInfo) => {
          // One set of pictures serves both databases: the other one is compared with it.
          test.skip(mode() === 'record' && testInfo.project.name !== 'sqlite', 'recorded on SQLite');
          const name = pictureName(entry, size, colorScheme);
          const stored = digestToMeet(name);
          expect(stored ?? mode(), `${name} is a picture that was never recorded`).not.toBe('compare');
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          const address = await addressOf(page, entry);
          const take = async () => {
            await visit(page, address);
            await page.evaluate(hidePort);
            return page.screenshot({ animations: 'disabled', caret: 'hide' });
          };
          // The first take that looks as it did is enough; where nothing has to be met, so are two that meet each other.
          let [wanted, picture] = [stored ?? readRecorded()?.digests.get(name), await take()];
          for (let takes = 1; takes < mostTakes && digestOf(picture) !== wanted; takes++) {
            wanted = stored ?? digestOf(picture);
            picture = await take();
          }
          if (digestOf(picture) !== wanted) {
            await testInfo.attach(`${name}.png`, { body: picture, contentType: 'image/png' });
            const what = stored ? 'looks as it was recorded' : 'is the same on the next visit';
            expect(digestOf(picture), `${name} ${what}: see the attached picture, and the head of this file`).toBe(wanted);
          }
          keep(name, picture);
          if (!stored) testInfo.annotations.push({ type: 'not compared', description: `${name} was taken anew` });
        });
      }
    }
  });
}

/** Addresses of the house itself name the port it got this time. Runs in the page. */
function hidePort(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const said = text.data.replace(/(?<=127\.0\.0\.1:)\d+/, '7700');
    if (said !== text.data) text.data = said;
  }
}

test('every picture has its line, and every line its picture', () => {
  test.skip(mode() === 'record', 'the lines are being written');
  expect([...(readRecorded()?.digests.keys() ?? [])]).toEqual(pictureNames());
});
