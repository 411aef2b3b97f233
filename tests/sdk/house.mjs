// Starts the binary over TLS with data of its own and a program that may call the Management API, and stops it again.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, freshDatabase, untilFree } from '../postgres.mjs'

/**
 * A running server. `more` are further settings; a life run by `live` finds the server and its program in its
 * environment, and trusts the server's certificate in the way its language does. `prepare` is done to its directory before
 * it starts, with a way to run commands of the product.
 */
export function open(database, more = {}, prepare = () => {}) {
  return untilFree(() => openOnce(database, more, prepare))
}

async function openOnce(database, more, prepare) {
  const binary = process.env.GATEHOUSE_BIN
  if (!binary) throw new Error('GATEHOUSE_BIN names the binary')
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-sdk-'))
  const cluster = database === 'postgres' ? await freshDatabase() : undefined
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    GATEHOUSE_DATA_DIR: directory,
    GATEHOUSE_LISTEN: `127.0.0.1:${port}`,
    GATEHOUSE_TLS: 'auto',
    ...(cluster && { GATEHOUSE_DATABASE_URL: cluster.url }),
    ...more,
  }
  let server
  const stop = async () => {
    await ended(server)
    await cluster?.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const run = (...words) => execFileSync(binary, words, { env, encoding: 'utf8' })
    prepare(directory, run)
    const program = (...words) => newProgram(run, words)
    const [clientId, clientSecret] = program('--name', 'SDK')
    server = spawn(binary, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let log = ''
    server.stderr.on('data', (words) => (log = (log + words).slice(-20_000)))
    const authority = join(directory, 'tls', 'ca.pem')
    await until(() => {
      if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}. Its last words:\n${log}`)
      return isReady(port, authority)
    })
    return { domain: `localhost:${port}`, authority, clientId, clientSecret, directory, program, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A running server whose only tenant has nothing in it, trusted by whoever trusts another one. */
export function openEmpty(database, other) {
  return open(database, { GATEHOUSE_DEMO_DATA: 'false' }, (directory, run) => {
    cpSync(join(other.directory, 'tls'), join(directory, 'tls'), { recursive: true })
    const seed = join(directory, 'seed.yaml')
    writeFileSync(seed, 'version: 1\ntenants:\n  - { slug: empty, name: Empty }\n')
    run('seed', seed)
  })
}

/** The client id and the secret of another program. */
function newProgram(run, words) {
  const told = run('application', 'create', ...words)
  const fact = (name) => told.match(new RegExp(`^${name} +(\\S+)$`, 'm'))[1]
  return [fact('client_id'), fact('client_secret')]
}

/** Runs a life to its end; answers with what it printed, and throws if it failed. */
export async function live(house, command, words, more = {}) {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_EXTRA_CA_CERTS: house.authority,
    SSL_CERT_FILE: house.authority,
    REQUESTS_CA_BUNDLE: house.authority,
    PYTHONDONTWRITEBYTECODE: '1',
    GATEHOUSE_SDK_DOMAIN: house.domain,
    GATEHOUSE_SDK_CLIENT: house.clientId,
    GATEHOUSE_SDK_SECRET: house.clientSecret,
    ...more,
  }
  const child = spawn(command, words, { env, cwd: more.PWD, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  child.stdout.on('data', (text) => (told += text))
  child.stderr.on('data', (text) => (told += text))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}:\n${told.slice(-20_000)}`)
  return told
}

/** Whether the server answers, with the certificate that its clients will trust. */
async function isReady(port, authority) {
  if (!existsSync(authority)) return false
  const asked = { host: 'localhost', port, path: '/readyz', ca: readFileSync(authority), agent: false }
  return new Promise((done) => {
    const request = get(asked, (answer) => {
      answer.resume()
      done(answer.statusCode === 200)
    })
    request.on('error', () => done(false))
  })
}

async function until(isSo) {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error('The server was not ready within two minutes')
}

async function ended(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await end
}
