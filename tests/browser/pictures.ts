// How every page looked when it was last recorded: a text file with a digest a picture, and at its top the browser, the
// machine and the typeface it was recorded with. Pictures themselves are kept only in the results of a run.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { recorded, taken } from './places';

/** What a picture depends on beside the product: the same page has other pixels where one of these is another. */
export interface Key {
  chromium: string;
  /** Digest of the calibration picture. */
  machine: string;
  /** Digest of the product's font files. */
  typeface: string;
}

export interface Recorded {
  key: Key;
  digests: Map<string, string>;
}

/**
 * What this run does with its pictures: `compare` them with the recorded digests; `record` them; or, where the key is
 * another, take them `anew` and compare them with each other alone. Decided once for all workers, in before-all.ts.
 */
export type Mode = 'compare' | 'record' | 'anew';

export const mode = (): Mode => (process.env.GATEHOUSE_SCREENSHOTS as Mode | undefined) ?? 'compare';

export function setMode(mode: Mode): void {
  process.env.GATEHOUSE_SCREENSHOTS = mode;
}

export function digestOf(...parts: Buffer[]): string {
  const digest = createHash('sha256');
  parts.forEach((part) => digest.update(part));
  return digest.digest('hex');
}

export function readRecorded(): Recorded | undefined {
  if (!existsSync(recorded)) return undefined;
  const lines = readFileSync(recorded, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const words = lines.map((line) => line.split(' ') as [string, string]);
  const { chromium, machine, typeface } = Object.fromEntries(words.slice(0, 3)) as unknown as Key;
  return { key: { chromium, machine, typeface }, digests: new Map(words.slice(3)) };
}

/** The digest that a picture has to meet, if there is one. */
export function digestToMeet(name: string): string | undefined {
  if (mode() === 'compare') return readRecorded()?.digests.get(name);
  // The other database's picture of the same page.
  const file = fileOf(name);
  return mode() === 'anew' && existsSync(file) ? digestOf(readFileSync(file)) : undefined;
}

/** Keeps a picture of this run to be looked at. */
export function keep(name: string, picture: Buffer): void {
  mkdirSync(taken, { recursive: true });
  writeFileSync(fileOf(name), picture);
}

/** The names of the pictures this run has kept. */
export function kept(): string[] {
  return existsSync(taken) ? readdirSync(taken).map((file) => basename(file, '.png')).sort() : [];
}

/** Writes the digests of what was kept over the recorded ones; lines of pictures not taken stay if their key is the same. */
export function record(key: Key, names: string[]): void {
  const before = readRecorded();
  const isSame = before && sameLooks(before.key, key) && before.key.typeface === key.typeface;
  const digests = new Map(isSame ? [...before.digests].filter(([name]) => names.includes(name)) : []);
  for (const name of kept()) digests.set(name, digestOf(readFileSync(fileOf(name))));
  const lines = [...digests].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Object.entries(key);
  const text = [...head, ...lines].map(([word, digest]) => `${word} ${digest}`);
  writeFileSync(recorded, `# Recorded by: GATEHOUSE_SCREENSHOTS=record tests/run browser -- screenshots\n${text.join('\n')}\n`);
}

/** Whether a page has the same pixels here as where it was recorded. */
export function sameLooks(one: Key, other: Key): boolean {
  return one.chromium === other.chromium && one.machine === other.machine;
}

function fileOf(name: string): string {
  return join(taken, `${name}.png`);
}
