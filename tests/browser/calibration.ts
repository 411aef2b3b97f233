// A picture of all that browsers, fonts and processors draw differently, and of nothing that belongs to the product but
// its typeface. Where it is the same as where the pages were recorded, their pictures must be too.
import { type FullConfig, chromium } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumVersion } from './chromium';
import { digestOf, type Key } from './pictures';
import { typeface } from './places';

/** Takes before the picture counts as another one; the browser now and then smooths one pixel of a corner differently. */
const mostTakes = 6;

const samples = [
  'Hamburgefonstiv 0123456789 {}[]()<>@&%',
  'Ærøskøbing Łódź İzmir Đặng Ångström',
  'Ελένη Παππά · Юлия Щербакова',
  '山田 花子 · 김민준 · 王小明',
  'ליאור כהן · فاطمة الزهراء',
  'अनन्या शर्मा · สมชาย ใจดี · 😀🏴‍☠️✓→⌘',
];

/** The key of this machine. Told what was recorded, it takes the picture until it meets that, as the pages' pictures are. */
export async function keyOfThisMachine(config: FullConfig, wanted?: Key): Promise<Key> {
  const faces = readdirSync(typeface).filter((file) => file.endsWith('-wght-normal.woff2')).sort();
  const bytes = faces.map((file) => readFileSync(join(typeface, file)));
  const { launchOptions, deviceScaleFactor, locale } = config.projects[0].use;
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 1100 }, deviceScaleFactor, locale });
    await page.setContent(content(readFileSync(join(typeface, 'inter-latin-wght-normal.woff2'))));
    await page.evaluate(() => document.fonts.load('16px Calibration').then(() => document.fonts.ready));
    let before = wanted?.machine;
    let machine = digestOf(await page.screenshot());
    for (let takes = 1; takes < mostTakes && machine !== before; takes++) {
      before = wanted?.machine ?? machine;
      machine = digestOf(await page.screenshot());
    }
    return { chromium: chromiumVersion, machine, typeface: digestOf(...bytes) };
  } finally {
    await browser.close();
  }
}

function content(face: Buffer): string {
  const lines = [11, 12, 13, 14, 17, 22, 40].map((size) => `<p style="font-size: ${size}px">${samples.join(' ')}</p>`);
  return `<!doctype html><meta charset="utf-8"><style>
    @font-face { font-family: Calibration; src: url(data:font/woff2;base64,${face.toString('base64')}); font-weight: 100 900; }
    body { margin: 16px; font: 14px/1.4 Calibration, system-ui, sans-serif; color: oklch(0.23 0.02 265); }
    p { margin: 0 0 6px; max-height: 110px; overflow: hidden; }
    p:nth-child(even) { font-weight: 640; letter-spacing: -0.018em; }
    code { font: 13px ui-monospace, "DejaVu Sans Mono", monospace; }
    .box { display: inline-block; width: 120px; height: 70px; margin: 8px; border: 1px solid oklch(0.84 0.009 265); }
    .round { border-radius: 7px; box-shadow: 0 8px 28px oklch(0.2 0.02 265 / 14%), 0 1px 3px oklch(0.2 0.02 265 / 10%); }
    .full { border-radius: 50%; background: linear-gradient(137deg, oklch(0.5 0.19 268), oklch(0.82 0.13 155)); }
    .mixed { background: color-mix(in oklch, oklch(0.53 0.2 25) 26%, transparent); outline: 3px dashed currentcolor; }
  </style>${lines.join('')}<p><code>auth0|65f1c09a7be2d4018c33a901 ${samples[0]}</code></p>
  <i class="box round"></i><i class="box full"></i><i class="box mixed round"></i>
  <svg width="260" height="90" viewBox="0 0 260 90" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round">
    <path d="M3 80C40-40 90 140 130 45S210-20 255 85"/><circle cx="60" cy="45" r="17.3"/><ellipse cx="190" cy="50" rx="41" ry="13.7"
    fill="oklch(0.915 0.009 250)" transform="rotate(-21 190 50)"/></svg>
  <input type="checkbox" checked><input type="radio" checked><select><option>Choose</option></select><progress value="0.4"></progress>`;
}
