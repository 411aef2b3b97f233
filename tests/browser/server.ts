// Starts the built binary with data of its own, its clock standing still, and stops it again.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { here } from './places';
import { freePort, freshDatabase, untilFree } from '../postgres.mjs';

/** The instant at which every test lives; the demo data counts its times back from here. */
export const now = '2026-11-21T14:14:00Z';

export interface Server {
  url: string;
  stop(): Promise<void>;
}

export async function startServer(database: 'sqlite' | 'postgres'): Promise<Server> {
  return untilFree(() => startOnce(database));
}

async function startOnce(database: 'sqlite' | 'postgres'): Promise<Server> {
  const binary = resolve(here, process.env.GATEHOUSE_BIN ?? '../../target/debug/gatehouse');
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run cargo build, or set GATEHOUSE_BIN`);
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-browser-'));
  const cluster = database === 'postgres' ? await freshDatabase() : undefined;
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['serve'], {
    cwd: data,
    env: {
      PATH: process.env.PATH,
      TZ: 'UTC',
      GATEHOUSE_MODE: 'development',
      GATEHOUSE_DATA_DIR: data,
      GATEHOUSE_LISTEN: address,
      GATEHOUSE_CLOCK: now,
      ...(cluster && { GATEHOUSE_DATABASE_URL: cluster.url }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (words) => (log = (log + words).slice(-20_000)));
  child.stderr.on('data', (words) => (log = (log + words).slice(-20_000)));

  const stop = async () => {
    await end(child);
    await cluster?.stop();
    rmSync(data, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  try {
    await untilReady(url, child);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}. Its last words:\n${log}`);
  }
  return { url, stop };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error('The server was not ready within two minutes');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await ended;
  clearTimeout(patience);
}
