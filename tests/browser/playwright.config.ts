// Debian's Chromium against the built binary; one server with fresh data per worker.
import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

const onPostgres = process.env.GATEHOUSE_BROWSER_POSTGRES === '1';

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  globalSetup: './before-all.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try is a test that fails.
  retries: 0,
  // What is late on a busy machine is not wrong: these end what hangs, and nothing waits for them that comes.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env.CI ? [['dot'], ['json', { outputFile: 'results/report.json' }]] : [['line']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    testIdAttribute: 'data-testid',
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        // A tile is drawn anew as a whole: what is painted over its old self smooths the corners twice.
        '--disable-partial-raster',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none',
        '--force-color-profile=srgb',
      ],
    },
  },
  projects: [
    { name: 'sqlite', metadata: { database: 'sqlite' } },
    // The suite proves every behaviour on both databases; here the pages and journeys marked @smoke are enough.
    ...(onPostgres ? [{ name: 'postgres', metadata: { database: 'postgres' }, grep: /@smoke/ }] : []),
  ],
});
