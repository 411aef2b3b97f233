// The official tool that keeps a tenant in files: what it exports of one tenant and imports into an empty one, it exports
// from there alike.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { deploy, dump } from 'auth0-deploy-cli'
import { ManagementClient } from 'auth0'
import { chapters, clientId, clientSecret, domain } from './here.mjs'

const empty = {
  domain: process.env.GATEHOUSE_SDK_EMPTY_DOMAIN,
  clientId: process.env.GATEHOUSE_SDK_EMPTY_CLIENT,
  clientSecret: process.env.GATEHOUSE_SDK_EMPTY_SECRET,
}

/** Everything that the tool knows, for a tenant. */
const settings = (of) => ({
  AUTH0_DOMAIN: of.domain,
  AUTH0_CLIENT_ID: of.clientId,
  AUTH0_CLIENT_SECRET: of.clientSecret,
  AUTH0_EXPORT_IDENTIFIERS: false,
  AUTH0_ALLOW_DELETE: false,
})

/** Settings of every kind that the demo leaves as they are in the beginning. */
async function furnish(management) {
  await management.emailTemplates.create({
    template: 'welcome_email', body: '<p>Hello</p>', from: 'shop@northwind.example', subject: 'Hello', syntax: 'liquid', enabled: true,
  })
  await management.emails.provider.create({
    name: 'smtp', enabled: true, default_from_address: 'shop@northwind.example',
    credentials: { smtp_host: 'mail.northwind.example', smtp_port: 587, smtp_user: 'shop', smtp_pass: 'a-long-password' },
  })
  await management.tenants.settings.update({
    support_email: 'help@northwind.example', session_lifetime: 24, enabled_locales: ['en', 'sv'],
    error_page: { html: '<h1>Sorry</h1>', show_log_link: false },
  })
  const [all] = (await management.clients.list({ is_global: true })).data
  await management.clients.update(all.client_id, { custom_login_page_on: true, custom_login_page: '<h1>Come in</h1>' })
  await management.guardian.policies.set(['all-applications'])
  await management.attackProtection.bruteForceProtection.update({ enabled: true, max_attempts: 7 })
  await management.branding.update({ colors: { primary: '#0a5f55' } })
  const [api] = (await management.resourceServers.list({ identifiers: ['urn:northwind:reports'] })).data
  await management.resourceServers.update(api.id, { token_lifetime: 3600, allow_offline_access: true })
}

/** The files that the tool writes for a tenant, by their names. */
async function exported(folder, config) {
  await dump({ output_folder: folder, format: 'yaml', config })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((file) => join(file.parentPath ?? file.path, file.name))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

/** The lines in which two texts differ, each with its number. */
function differences(one, other) {
  const [left, right] = [one.split('\n'), other.split('\n')]
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [at + 1, left[at], right[at]])
    .filter(([, was, is]) => was !== is)
    .slice(0, 40)
}

async function there() {
  const one = { domain, clientId, clientSecret }
  await furnish(new ManagementClient(one))
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-deploy-'))
  try {
    const first = await exported(join(folder, 'first'), settings(one))
    const tenant = first['tenant.yaml']
    for (const name of ['Catalogue API', 'Editor', 'legacy-shop', 'Newsletter sender', 'acme-saml', 'welcome_email', 'sv']) {
      assert.ok(tenant.includes(name), `${name} is not in the export`)
    }
    // The API of each tenant is called by the tenant's own address.
    const moved = tenant.replaceAll(domain, empty.domain)
    const file = join(folder, 'first', 'tenant.yaml')
    writeFileSync(file, moved)
    await deploy({ input_file: file, config: settings(empty) })
    const second = await exported(join(folder, 'second'), settings(empty))
    // The tenant is long: what differs is told, not all of it.
    assert.deepEqual(differences(moved, second['tenant.yaml']), [])
    assert.deepEqual(second, { ...first, 'tenant.yaml': moved })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await chapters({ there })
