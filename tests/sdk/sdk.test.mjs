// Scripted lives of a tenant by the official SDKs and tools, unmodified, against the real binary over TLS, on both databases.
//
// GATEHOUSE_BIN names the binary, GATEHOUSE_SDK_PYTHON a Python that has requirements.txt (tests/install makes one). A life is a
// program of its own in lives/, since each must trust the server's certificate from its start.
import { after, before, describe, test } from 'node:test'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { live, open, openEmpty } from './house.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const life = (name) => join(here, 'lives', name)
const python = process.env.GATEHOUSE_SDK_PYTHON ?? join(here, '.venv/bin/python')
const bounded = { timeout: 300_000 }

for (const database of ['sqlite', 'postgres']) {
  describe(database, () => {
    let house
    before(async () => {
      house = await open(database)
    }, bounded)
    after(() => house?.stop())
    test('Node SDK 7', bounded, () => live(house, process.execPath, [life('node.mjs')]))
    test('Node SDK 4', bounded, () => live(house, process.execPath, [life('node_legacy.mjs')]))
    test('Python SDK 6', bounded, () => live(house, python, [life('python_life.py')]))
  })
}

// The tool spends most of its time waiting, so that both databases have theirs at once.
describe('a tenant in files', { concurrency: true }, () => {
  for (const database of ['sqlite', 'postgres']) {
    test(`auth0-deploy-cli 8 copies it whole, ${database}`, { timeout: 600_000 }, async () => {
      const houses = []
      try {
        const house = await open(database)
        houses.push(house)
        const empty = await openEmpty(database, house)
        houses.push(empty)
        await live(house, process.execPath, [life('deploy.mjs')], {
          GATEHOUSE_SDK_EMPTY_DOMAIN: empty.domain,
          GATEHOUSE_SDK_EMPTY_CLIENT: empty.clientId,
          GATEHOUSE_SDK_EMPTY_SECRET: empty.clientSecret,
        })
      } finally {
        await Promise.all(houses.map((house) => house.stop()))
      }
    })
  }
})

describe('few calls a minute', () => {
  let house
  before(async () => {
    house = await open('sqlite', { GATEHOUSE_API_RATE_LIMIT: '30' })
  }, bounded)
  after(() => house?.stop())
  test('the SDKs wait as long as they are told, and come through', bounded, async () => {
    await live(house, process.execPath, [life('retries.mjs')])
  })
})

describe('what the document says', () => {
  let house
  before(async () => {
    house = await open('sqlite')
  }, bounded)
  after(() => house?.stop())
  test('Schemathesis finds no answer that is not in it', bounded, async () => {
    await live(house, process.execPath, [life('ready.mjs')])
    const checks = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance']
    await live(
      house,
      join(dirname(python), 'schemathesis'),
      [
        '--no-color', 'run', `https://${house.domain}/api/v2/openapi.json`,
        ...['--tls-verify', house.authority],
        ...['--checks', checks.join(',')],
        ...['--phases', 'coverage,fuzzing', '--max-time', '60', '--seed', '1', '--max-examples', '25', '--no-shrink'],
        // Its own token is signed by the key that these would turn away, and said to come from the program these would end.
        ...['--exclude-path-regex', '^/keys/signing/'],
      ],
      { SCHEMATHESIS_HOOKS: 'documented', PYTHONPATH: join(here, 'lives'), PWD: house.directory },
    )
  })
})
