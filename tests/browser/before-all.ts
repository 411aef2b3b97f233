// Decides once for all workers whether pictures are compared or, for a browser never seen before, recorded.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumVersion } from './chromium';
import { screenshots } from './places';

export default function beforeAll(): void {
  const folder = join(screenshots, chromiumVersion);
  if (!existsSync(folder) && !process.env.GATEHOUSE_SCREENSHOTS) {
    process.env.GATEHOUSE_SCREENSHOTS = 'record';
    console.log(`No pictures are stored for Chromium ${chromiumVersion}: recording them in tests/browser/screenshots.`);
    console.log('They are compared with each other on repeat, but with nothing older; look at them and commit them.');
  }
}
