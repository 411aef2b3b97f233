// A tenant's life by the Node SDK of the fourth generation, which many programs still use.
import assert from 'node:assert/strict'
import { ManagementApiError, ManagementClient } from 'auth0-legacy'
import { chapters, clientId, clientSecret, distinct, domain, orders } from './here.mjs'

const management = new ManagementClient({ domain, clientId, clientSecret, retry: { enabled: true, maxRetries: 2 } })
const refused = (status, code) => (error) => {
  assert.ok(error instanceof ManagementApiError, String(error))
  assert.equal(error.statusCode, status)
  if (code) assert.equal(error.errorCode, code)
  return true
}

async function users() {
  const made = await management.users.create({ connection: 'Customers', email: 'old@farm.example', password: 'Correct-Horse-9' })
  assert.equal(made.status, 201)
  const id = made.data.user_id
  assert.equal((await management.users.update({ id }, { nickname: 'Oldie' })).data.nickname, 'Oldie')
  assert.equal((await management.usersByEmail.getByEmail({ email: 'old@farm.example' })).data.length, 1)
  await assert.rejects(
    management.users.create({ connection: 'Customers', email: 'old@farm.example', password: 'Correct-Horse-9' }),
    refused(409, 'auth0_idp_error'),
  )
  await assert.rejects(management.users.get({ id: 'auth0|nobody' }), refused(404, 'inexistent_user'))
  await assert.rejects(management.users.getAll({ sort: 'nonsense' }), refused(400, 'invalid_query_string'))
  assert.equal((await management.users.delete({ id })).status, 204)
}

async function pages() {
  const seen = []
  for (let page = 0; ; page++) {
    const { data } = await management.users.getAll({ page, per_page: 25, include_totals: true })
    assert.equal(data.start, page * 25)
    seen.push(...data.users)
    if (data.users.length === 0) {
      assert.equal(seen.length, data.total)
      break
    }
  }
  distinct(seen, (one) => one.user_id)
  const bare = (await management.users.getAll({ page: 0, per_page: 3 })).data
  assert.deepEqual(bare.map((one) => one.user_id), seen.slice(0, 3).map((one) => one.user_id))
  const role = (await management.roles.create({ name: 'Old guard' })).data
  const members = seen.slice(0, 7).map((one) => one.user_id)
  await management.roles.assignUsers({ id: role.id }, { users: members })
  const held = []
  let from
  do {
    const { data } = await management.roles.getUsers({ id: role.id, take: 3, ...(from && { from }) })
    held.push(...data.users.map((one) => one.user_id))
    from = data.next
  } while (from)
  assert.deepEqual(held.sort(), members.sort())
  await management.roles.delete({ id: role.id })
}

async function access() {
  const user = (await management.users.getAll({ page: 0, per_page: 1 })).data[0]
  const permissions = [{ resource_server_identifier: orders, permission_name: 'read:orders' }]
  await management.users.assignPermissions({ id: user.user_id }, { permissions })
  const held = (await management.users.getPermissions({ id: user.user_id })).data
  assert.ok(held.some((one) => one.permission_name === 'read:orders'))
  await management.users.deletePermissions({ id: user.user_id }, { permissions })
  const client = (await management.clients.create({ name: 'Old door', app_type: 'non_interactive' })).data
  assert.equal((await management.clients.get({ client_id: client.client_id })).data.name, 'Old door')
  await management.clients.delete({ client_id: client.client_id })
  assert.ok((await management.logs.getAll({ per_page: 3 })).data.length === 3)
}

await chapters({ users, pages, access })
