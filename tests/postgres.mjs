// A throw-away PostgreSQL cluster for one worker, guarded by a shell that outlives it just long enough to clean up. The browser
// tests and the SDK tests share it.
// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{ url: string, stop: () => Promise<void> }} Cluster */

const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1'];

// However the worker ends, its end of the pipe closes, `read` returns, and the server and its directory go.
const guard = `
directory=$1 port=$2 program=$3; shift 3
"$program" -D "$directory/data" -k "$directory" -p "$port" "$@" >"$directory/server.log" 2>&1 &
server=$!
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$directory"
`;

/**
 * A new cluster's empty database `postgres`.
 * @returns {Promise<Cluster>}
 */
export async function freshDatabase() {
  return untilFree(startCluster);
}

/**
 * Starts a server that listens on a {@link freePort}: another process may take the port between the look and the start,
 * and then we look again.
 * @template T
 * @param {() => Promise<T>} start
 * @returns {Promise<T>}
 */
export async function untilFree(start) {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === 5 || !/address already in use|could not bind|is taken/i.test(String(error))) throw error;
    }
  }
}

/** @returns {Promise<Cluster>} */
async function startCluster() {
  const programs = findPrograms();
  const directory = run('mktemp', ['-d', '-t', 'gatehouse-postgres-XXXXXX']);
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  run(join(programs, 'initdb'), ['-D', join(directory, 'data'), ...options]);
  const port = await freePort();
  const words = [directory, String(port), join(programs, 'postgres'), ...settings.flatMap((it) => ['-c', it])];
  const [command, args] = asServerAccount('sh', ['-c', guard, 'guard', ...words]);
  const child = spawn(command, args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  await untilReady(directory).catch(async (/** @type {unknown} */ error) => {
    await stop();
    throw error;
  });
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

/** @param {string} directory */
async function untilReady(directory) {
  const read = (/** @type {string} */ name) => {
    const file = join(directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  for (let tries = 0; tries < 1_200; tries++) {
    if (/^ready\s*$/m.test(read('data/postmaster.pid'))) return;
    if (/FATAL/.test(read('server.log'))) break;
    await sleep(100);
  }
  throw new Error(`PostgreSQL did not start: ${read('server.log')}`);
}

function findPrograms() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newestFirst = versions.map(Number).filter(Boolean).sort((a, b) => b - a);
  const folders = [
    ...newestFirst.map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Error('PostgreSQL is missing: install it (apt-get install postgresql)');
  return found;
}

/**
 * @param {string} program
 * @param {string[]} words
 */
function run(program, words) {
  const [command, args] = asServerAccount(program, words);
  return execFileSync(command, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] }).toString().trim();
}

/**
 * PostgreSQL refuses to be started by root.
 * @param {string} program
 * @param {string[]} words
 * @returns {[string, string[]]}
 */
function asServerAccount(program, words) {
  if (process.getuid?.() !== 0) return [program, words];
  const group = execFileSync('id', ['-g', 'postgres']).toString().trim();
  return ['setpriv', ['--reuid', 'postgres', '--regid', group, '--clear-groups', program, ...words]];
}

/**
 * A port of this machine that nobody listens on.
 * @returns {Promise<number>}
 */
export async function freePort() {
  return new Promise((found, failed) => {
    const listener = createServer().once('error', failed);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      listener.close(() => found(port));
    });
  });
}
