// A tenant's life by the Node SDK of today.
import assert from 'node:assert/strict'
import { ManagementClient, ManagementError, Management } from 'auth0'
import { chapters, clientId, clientSecret, distinct, domain, everyRow, orders } from './here.mjs'

const management = new ManagementClient({ domain, clientId, clientSecret })

/** Refused with a status and, where there is one, the word for programs. */
const refused = (status, code) => (error) => {
  assert.ok(error instanceof ManagementError, String(error))
  assert.equal(error.statusCode, status)
  if (code) assert.equal(error.body.errorCode, code)
  return true
}
const password = 'Correct-Horse-9'
const newUser = (email, more) => management.users.create({ connection: 'Customers', email, password, ...more })

async function users() {
  const user = await newUser('ida@farm.example', { user_metadata: { lang: 'sv' } })
  assert.match(user.user_id, /^auth0\|[0-9a-f]{24}$/)
  assert.equal((await management.users.get(user.user_id)).email, 'ida@farm.example')
  const changed = await management.users.update(user.user_id, { user_metadata: { lang: null, size: 2 }, blocked: true })
  assert.deepEqual(changed.user_metadata, { size: 2 })
  const part = await management.users.get(user.user_id, { fields: 'email,blocked', include_fields: true })
  assert.deepEqual(part, { email: 'ida@farm.example', blocked: true })
  assert.equal((await management.users.listUsersByEmail({ email: 'ida@farm.example' })).length, 1)
  const found = await everyRow(management.users.list({ q: 'email:ida@farm.example', search_engine: 'v3' }))
  assert.deepEqual(found.map((one) => one.user_id), [user.user_id])
  await management.users.delete(user.user_id)
  await assert.rejects(management.users.get(user.user_id), refused(404, 'inexistent_user'))
}

async function errors() {
  const user = await newUser('err@farm.example')
  const again = newUser('err@farm.example')
  await assert.rejects(again, (error) => refused(409, 'auth0_idp_error')(error) && error instanceof Management.ConflictError)
  const none = management.users.get('auth0|nobody')
  await assert.rejects(none, (error) => refused(404)(error) && error instanceof Management.NotFoundError)
  await assert.rejects(management.users.list({ sort: 'nonsense' }), refused(400, 'invalid_query_string'))
  await assert.rejects(management.users.update(user.user_id, { email: 'x' }), refused(400, 'invalid_body'))
  await assert.rejects(newUser('weak@farm.example', { password: 'a' }), refused(400))
  await assert.rejects(management.users.create({ connection: 'Nowhere', email: 'a@farm.example' }), refused(400))
  const stranger = new ManagementClient({ domain, token: 'not-a-token' })
  const unknown = stranger.users.list()
  await assert.rejects(unknown, (error) => refused(401)(error) && error instanceof Management.UnauthorizedError)
  await management.users.delete(user.user_id)
}

async function pages() {
  const everybody = distinct(await everyRow(management.users.list({ per_page: 20 })), (one) => one.user_id)
  assert.ok(everybody.length > 50)
  const first = await management.users.list({ per_page: 20, include_totals: true })
  assert.equal(first.response.total, everybody.length)
  const role = await management.roles.create({ name: 'Everybody' })
  const members = everybody.slice(0, 23).map((one) => one.user_id)
  await management.roles.users.assign(role.id, { users: members })
  const held = distinct(await everyRow(management.roles.users.list(role.id, { take: 10 })), (one) => one.user_id)
  assert.deepEqual(held.map((one) => one.user_id).sort(), members.sort())
  await management.roles.delete(role.id)
}

async function rolesAndPermissions() {
  const user = (await management.users.list({ per_page: 1 })).data[0]
  const role = await management.roles.create({ name: 'Shepherd', description: 'Keeps the herd' })
  const permission = { resource_server_identifier: orders, permission_name: 'read:orders' }
  await management.roles.permissions.add(role.id, { permissions: [permission] })
  assert.equal((await everyRow(management.roles.permissions.list(role.id))).length, 1)
  await management.users.roles.assign(user.user_id, { roles: [role.id] })
  assert.deepEqual((await everyRow(management.roles.users.list(role.id))).map((one) => one.user_id), [user.user_id])
  const held = await everyRow(management.users.permissions.list(user.user_id))
  assert.ok(held.some((one) => one.sources.some((source) => source.source_id === role.id)))
  assert.equal((await management.roles.update(role.id, { name: 'Herder' })).name, 'Herder')
  await assert.rejects(management.roles.create({ name: 'Herder' }), refused(409))
  await management.users.roles.delete(user.user_id, { roles: [role.id] })
  await management.roles.delete(role.id)
  await assert.rejects(management.roles.get(role.id), refused(404, 'inexistent_role'))
}

async function links() {
  const [first, second] = [await newUser('one@farm.example'), await newUser('two@farm.example')]
  const second_id = second.user_id.split('|')[1]
  const both = await management.users.identities.link(first.user_id, { provider: 'auth0', user_id: second_id })
  assert.deepEqual(both.map((one) => one.user_id), [first.user_id.split('|')[1], second_id])
  await assert.rejects(management.users.get(second.user_id), refused(404))
  const left = await management.users.identities.delete(first.user_id, 'auth0', second_id)
  assert.equal(left.length, 1)
  assert.equal((await management.users.get(second.user_id)).email, 'two@farm.example')
  await management.users.delete(first.user_id)
  await management.users.delete(second.user_id)
}

async function programs() {
  const client = await management.clients.create({ name: 'Barn door', app_type: 'non_interactive' })
  assert.ok(client.client_secret)
  assert.ok((await everyRow(management.clients.list({ per_page: 4 }))).some((one) => one.client_id === client.client_id))
  const api = await management.resourceServers.create({ identifier: 'https://herd.example', scopes: [{ value: 'read:herd' }] })
  assert.equal((await management.resourceServers.get(api.id)).scopes[0].value, 'read:herd')
  const grant = await management.clientGrants.create({
    client_id: client.client_id,
    audience: api.identifier,
    scope: ['read:herd'],
  })
  const granted = await everyRow(management.clientGrants.list({ client_id: client.client_id }))
  assert.deepEqual(granted.map((one) => one.id), [grant.id])
  await assert.rejects(
    management.clientGrants.create({ client_id: client.client_id, audience: api.identifier, scope: [] }),
    refused(409),
  )
  await management.clientGrants.delete(grant.id)
  await management.clients.delete(client.client_id)
  await management.resourceServers.delete(api.id)
}

async function signedProofs() {
  const { generateKeyPairSync } = await import('node:crypto')
  const encoding = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding })
  const client = await management.clients.create({ name: 'Signer', app_type: 'non_interactive' })
  const [own] = (await everyRow(management.resourceServers.list())).filter((api) => api.identifier.endsWith('/api/v2/'))
  const scope = ['read:users']
  await management.clientGrants.create({ client_id: client.client_id, audience: own.identifier, scope })
  const signs = () =>
    new ManagementClient({ domain, clientId: client.client_id, clientAssertionSigningKey: privateKey })
  await assert.rejects(signs().users.list())
  const pem = { credential_type: 'public_key', name: 'First', pem: publicKey }
  const credential = await management.clients.credentials.create(client.client_id, pem)
  assert.ok((await signs().users.list({ per_page: 1 })).data.length === 1)
  assert.ok((await signs().users.list({ per_page: 1 })).data.length === 1)
  await management.clients.credentials.delete(client.client_id, credential.id)
  await assert.rejects(signs().users.list())
  await management.clients.delete(client.client_id)
}

async function logsAndKeys() {
  assert.equal((await management.logs.list({ per_page: 5 })).data.length, 5)
  const before = await management.keys.signing.list()
  await management.keys.signing.rotate()
  assert.equal((await management.keys.signing.list()).length, before.length + 1)
}

async function connections() {
  const all = distinct(await everyRow(management.connections.list({ take: 2 })), (one) => one.id)
  const customers = all.find((one) => one.name === 'Customers')
  assert.ok(all.length > 2 && customers)
  const made = await management.connections.create({ name: 'Barn', strategy: 'auth0', options: { passwordPolicy: 'low' } })
  assert.match(made.id, /^con_[A-Za-z0-9]{16}$/)
  await assert.rejects(management.connections.create({ name: 'Barn', strategy: 'auth0' }), refused(409))
  const client = await management.clients.create({ name: 'Barn gate', app_type: 'spa' })
  await management.connections.clients.update(made.id, [{ client_id: client.client_id, status: true }])
  const used = await everyRow(management.connections.clients.get(made.id))
  assert.deepEqual(used.map((one) => one.client_id), [client.client_id])
  const changed = await management.connections.update(made.id, { display_name: 'The barn' })
  assert.equal(changed.display_name, 'The barn')
  await management.connections.delete(made.id)
  await management.clients.delete(client.client_id)
  await assert.rejects(management.connections.get(made.id), refused(404, 'inexistent_connection'))
}

/** A job once it has come to its end. */
async function ended(id) {
  for (let tries = 0; tries < 600; tries++) {
    const job = await management.jobs.get(id)
    if (job.status === 'completed' || job.status === 'failed') return job
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new Error('The job did not end')
}

async function jobs() {
  const [customers] = (await management.connections.list({ name: 'Customers' })).data
  const file = JSON.stringify([{ email: 'in@farm.example', user_metadata: { lang: 'sv' } }, { email: 'nobody' }])
  const users = new Blob([file], { type: 'application/json' })
  const started = await management.jobs.usersImports.create({ users, connection_id: customers.id, external_id: 'spring' })
  assert.equal(started.type, 'users_import')
  const done = await ended(started.id)
  assert.equal(done.status, 'completed')
  assert.deepEqual(done.summary, { total: 2, inserted: 1, updated: 0, failed: 1 })
  const errors = await management.jobs.errors.get(started.id)
  assert.equal(errors[0].errors[0].path, 'email')
  const [imported] = await management.users.listUsersByEmail({ email: 'in@farm.example' })
  assert.deepEqual(imported.user_metadata, { lang: 'sv' })

  const exported = await ended((await management.jobs.usersExports.create({ format: 'json', limit: 3 })).id)
  const packed = await fetch(exported.location)
  assert.equal(packed.status, 200)
  const { gunzipSync } = await import('node:zlib')
  const lines = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString().trim().split('\n')
  assert.equal(lines.length, 3)
  assert.ok(lines.every((line) => JSON.parse(line).user_id))
  const mail = await management.jobs.verificationEmail.create({ user_id: imported.user_id })
  assert.equal(mail.type, 'verification_email')
  await management.users.delete(imported.user_id)
}

async function ticketsAndStats() {
  const user = await newUser('ticket@farm.example')
  const { ticket } = await management.tickets.changePassword({ user_id: user.user_id, ttl_sec: 60 })
  assert.equal((await fetch(ticket)).status, 200)
  assert.ok((await management.tickets.verifyEmail({ user_id: user.user_id })).ticket.startsWith('https://'))
  await assert.rejects(management.tickets.verifyEmail({ user_id: 'auth0|nobody' }), refused(404, 'inexistent_user'))
  await management.users.delete(user.user_id)
  assert.ok((await management.stats.getActiveUsersCount()) > 0)
  assert.ok((await management.stats.getDaily({})).every((day) => day.logins >= 0))
}

async function grantsAndSettings() {
  const grants = distinct(await everyRow(management.userGrants.list({ per_page: 10 })), (one) => one.id)
  assert.ok(grants.length > 0)
  await management.userGrants.delete(grants[0].id)
  assert.equal((await everyRow(management.userGrants.list({ per_page: 10 }))).length, grants.length - 1)
  const before = await management.tenants.settings.get()
  const changed = await management.tenants.settings.update({ friendly_name: 'The farm' })
  assert.equal(changed.friendly_name, 'The farm')
  await management.tenants.settings.update({ friendly_name: before.friendly_name })
}

await chapters({
  users,
  errors,
  pages,
  rolesAndPermissions,
  links,
  programs,
  signedProofs,
  logsAndKeys,
  connections,
  jobs,
  ticketsAndStats,
  grantsAndSettings,
})
