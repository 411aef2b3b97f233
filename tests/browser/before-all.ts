// Decides once for all workers what becomes of pictures, and says at the end what became of them.
import type { FullConfig } from '@playwright/test';
import { keyOfThisMachine } from './calibration';
import { pictureNames } from './pages';
import { type Key, kept, mode, readRecorded, record, sameLooks, setMode } from './pictures';

const howToRecord = 'GATEHOUSE_SCREENSHOTS=record tests/run browser -- screenshots';

export default async function beforeAll(config: FullConfig): Promise<() => void> {
  const before = readRecorded();
  const recording = mode() === 'record';
  const key = await keyOfThisMachine(config, recording ? undefined : before?.key);
  if (recording) return () => record(key, pictureNames());
  if (!before || !sameLooks(before.key, key)) {
    // A typeface of another version is the product's doing, and would pass for another machine.
    if (before && before.key.typeface !== key.typeface) {
      throw new Error(`The pictures were recorded with another typeface. After a look at them: ${howToRecord}`);
    }
    setMode('anew');
    return () => sayWhatIsNew(key, before?.key);
  }
  setMode('compare');
  return () => undefined;
}

function sayWhatIsNew(key: Key, before?: Key): void {
  const count = kept().length;
  if (count === 0) return;
  const other = before && before.chromium !== key.chromium ? `Chromium ${before.chromium}` : 'other fonts or another processor';
  console.log(`\nNOT COMPARED: tests/browser/pictures.txt was recorded with ${other}; this is Chromium ${key.chromium}.`);
  console.log(`${count} pictures were taken anew into tests/browser/results/pictures: each is the same on a second visit, and`);
  console.log(`on both databases, but is held against nothing older. To compare from now on: ${howToRecord}`);
}
