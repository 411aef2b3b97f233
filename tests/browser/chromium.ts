// The browser under test and its version, by which the recorded pictures are keyed.
import { execFileSync } from 'node:child_process';

export const chromium = process.env.GATEHOUSE_CHROMIUM || '/usr/bin/chromium';

export const chromiumVersion = version();

function version(): string {
  const words = execFileSync(chromium, ['--no-sandbox', '--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = /\d+(\.\d+)+/.exec(words.toString());
  if (!number) throw new Error(`${chromium} does not say its version`);
  return number[0];
}
