// A throw-away PostgreSQL cluster for one worker, guarded by a shell that outlives it just long enough to clean up.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './server';

export interface Cluster {
  url: string;
  stop(): Promise<void>;
}

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

/** A new cluster's empty database `postgres`. */
export async function freshDatabase(): Promise<Cluster> {
  const programs = findPrograms();
  const directory = run('mktemp', ['-d', '-t', 'gatehouse-postgres-XXXXXX']);
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  run(join(programs, 'initdb'), ['-D', join(directory, 'data'), ...options]);
  const port = await freePort();
  const words = [directory, String(port), join(programs, 'postgres'), ...settings.flatMap((it) => ['-c', it])];
  const [command, args] = asServerAccount('sh', ['-c', guard, 'guard', ...words]);
  const child = spawn(command, args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  await untilReady(directory).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

async function untilReady(directory: string): Promise<void> {
  const read = (name: string) => {
    const file = join(directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  for (let tries = 0; tries < 300; tries++) {
    if (/^ready\s*$/m.test(read('data/postmaster.pid'))) return;
    await sleep(100);
  }
  throw new Error(`PostgreSQL did not start: ${read('server.log')}`);
}

function findPrograms(): string {
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

function run(program: string, words: string[]): string {
  const [command, args] = asServerAccount(program, words);
  return execFileSync(command, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] }).toString().trim();
}

/** PostgreSQL refuses to be started by root. */
function asServerAccount(program: string, words: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [program, words];
  const group = execFileSync('id', ['-g', 'postgres']).toString().trim();
  return ['setpriv', ['--reuid', 'postgres', '--regid', group, '--clear-groups', program, ...words]];
}
