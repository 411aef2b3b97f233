// A scripted life of a tenant by the official Node SDK, unmodified, against the real binary over TLS.
//
// GATEHOUSE_BIN names the binary; GATEHOUSE_SDK_DATABASE_URL another database than a new SQLite file. The parent starts the
// server and runs itself again as a child that trusts the server's certificate, since Node reads
// NODE_EXTRA_CA_CERTS only when it starts.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const port = Number(process.env.GATEHOUSE_SDK_PORT ?? 7799)
const domain = `localhost:${port}`

if (!process.env.GATEHOUSE_SDK_CLIENT) {
  let server, directory
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-sdk-'))
  })
  after(() => {
    server?.kill()
    rmSync(directory, { recursive: true, force: true })
  })
  test('the official SDK lives a tenant', { timeout: 120_000 }, async () => {
    const binary = process.env.GATEHOUSE_BIN
    assert.ok(binary, 'GATEHOUSE_BIN names the binary')
    const database = process.env.GATEHOUSE_SDK_DATABASE_URL
    const env = {
      ...process.env,
      GATEHOUSE_DATA_DIR: directory,
      GATEHOUSE_LISTEN: `127.0.0.1:${port}`,
      GATEHOUSE_TLS: 'auto',
      ...(database ? { GATEHOUSE_DATABASE_URL: database } : {}),
    }
    delete env.GATEHOUSE_BIN
    delete env.GATEHOUSE_SDK_DATABASE_URL
    delete env.GATEHOUSE_SDK_PORT
    const told = execFileSync(binary, ['application', 'create', '--name', 'SDK'], { env, encoding: 'utf8' })
    const fact = (name) => told.match(new RegExp(`^${name} +(\\S+)$`, 'm'))[1]
    server = spawn(binary, { env, stdio: 'ignore' })
    // Node reads the authorities it trusts when it starts.
    const authority = join(directory, 'tls/ca.pem')
    for (let n = 0; n < 100 && !existsSync(authority); n += 1) await new Promise((done) => setTimeout(done, 100))
    const child = {
      ...process.env,
      NODE_EXTRA_CA_CERTS: authority,
      GATEHOUSE_SDK_CLIENT: fact('client_id'),
      GATEHOUSE_SDK_SECRET: fact('client_secret'),
    }
    delete child.NODE_TEST_CONTEXT
    const run = spawn(process.execPath, ['--test', fileURLToPath(import.meta.url)], { env: child, stdio: 'inherit' })
    const code = await new Promise((done) => run.on('exit', done))
    assert.equal(code, 0)
  })
} else {
  const { ManagementClient, ManagementError } = await import('auth0')
  const management = new ManagementClient({
    domain,
    clientId: process.env.GATEHOUSE_SDK_CLIENT,
    clientSecret: process.env.GATEHOUSE_SDK_SECRET,
  })
  const refused = (status) => (error) => {
    assert.ok(error instanceof ManagementError, String(error))
    assert.equal(error.statusCode, status)
    return true
  }
  const all = async (pager) => {
    const rows = []
    for await (const row of await pager) rows.push(row)
    return rows
  }

  before(async () => {
    for (let n = 0; n < 100; n += 1) {
      const ready = await fetch(`https://${domain}/readyz`).then((answer) => answer.ok, () => false)
      if (ready) return
      await new Promise((done) => setTimeout(done, 200))
    }
  })

  test('users', async () => {
    const user = await management.users.create({
      connection: 'Customers',
      email: 'ida@farm.example',
      password: 'Correct-Horse-9',
      user_metadata: { lang: 'sv' },
    })
    assert.match(user.user_id, /^auth0\|[0-9a-f]{24}$/)
    assert.equal((await management.users.get(user.user_id)).email, 'ida@farm.example')
    const changed = await management.users.update(user.user_id, { user_metadata: { lang: null, size: 2 }, blocked: true })
    assert.deepEqual(changed.user_metadata, { size: 2 })
    await assert.rejects(
      management.users.create({ connection: 'Customers', email: 'ida@farm.example', password: 'Correct-Horse-9' }),
      refused(409),
    )
    await assert.rejects(management.users.get('auth0|nobody'), refused(404))
    await assert.rejects(management.users.list({ sort: 'nonsense' }), refused(400))
    assert.equal((await management.users.listUsersByEmail({ email: 'ida@farm.example' })).length, 1)
    const everybody = await all(management.users.list({ per_page: 20 }))
    assert.ok(everybody.length > 50)
    assert.equal(new Set(everybody.map((one) => one.user_id)).size, everybody.length)
    const found = await all(management.users.list({ q: 'email:ida@farm.example', search_engine: 'v3' }))
    assert.deepEqual(found.map((one) => one.user_id), [user.user_id])
    await management.users.delete(user.user_id)
    await assert.rejects(management.users.get(user.user_id), refused(404))
  })

  test('roles and permissions', async () => {
    const user = (await management.users.list({ per_page: 1 })).data[0]
    const role = await management.roles.create({ name: 'Shepherd', description: 'Keeps the herd' })
    await management.roles.permissions.add(role.id, {
      permissions: [{ resource_server_identifier: 'https://api.northwind.example/orders', permission_name: 'read:orders' }],
    })
    assert.equal((await all(management.roles.permissions.list(role.id))).length, 1)
    await management.users.roles.assign(user.user_id, { roles: [role.id] })
    assert.deepEqual((await all(management.roles.users.list(role.id))).map((one) => one.user_id), [user.user_id])
    const held = await all(management.users.permissions.list(user.user_id))
    assert.ok(held.some((one) => one.sources.some((source) => source.source_id === role.id)))
    assert.equal((await management.roles.update(role.id, { name: 'Herder' })).name, 'Herder')
    await management.users.roles.delete(user.user_id, { roles: [role.id] })
    await management.roles.delete(role.id)
    await assert.rejects(management.roles.get(role.id), refused(404))
  })

  test('clients, APIs, logs and keys', async () => {
    const client = await management.clients.create({ name: 'Barn door', app_type: 'non_interactive' })
    assert.ok(client.client_secret)
    assert.ok((await all(management.clients.list({ per_page: 4 }))).some((one) => one.client_id === client.client_id))
    await management.clients.delete(client.client_id)
    const api = await management.resourceServers.create({ identifier: 'https://herd.example', scopes: [{ value: 'read:herd' }] })
    assert.equal((await management.resourceServers.get(api.id)).scopes[0].value, 'read:herd')
    await management.resourceServers.delete(api.id)
    assert.ok((await management.logs.list({ per_page: 5 })).data.length === 5)
    assert.equal((await management.keys.signing.list()).length, 2)
    await management.keys.signing.rotate()
    assert.equal((await management.keys.signing.list()).length, 3)
  })
}
