// More calls than the server allows, by a client that waits as long as it is told.
import assert from 'node:assert/strict'
import { ManagementClient } from 'auth0'
import { chapters, clientId, clientSecret, domain } from './here.mjs'

/** The server answers so many calls at once, and another one every two seconds. */
const limit = 30

async function retries() {
  const seen = []
  const watched = async (...words) => {
    const answer = await fetch(...words)
    seen.push(answer.status)
    return answer
  }
  const patient = new ManagementClient({ domain, clientId, clientSecret, fetch: watched })
  // On a slow machine the server has calls to give again by the time the last of them is used.
  while (!seen.includes(429) && seen.length < 10 * limit) await patient.users.list({ per_page: 1 })
  assert.ok(seen.includes(429), 'the limit was never reached')
  assert.ok(seen.length >= limit && seen.at(-1) === 200, `the client came through: ${seen}`)
  const impatient = new ManagementClient({ domain, clientId, clientSecret, maxRetries: 0 })
  const calls = Promise.all(Array.from({ length: limit + 1 }, () => impatient.users.list({ per_page: 1 })))
  await assert.rejects(calls, (error) => {
    assert.equal(error.statusCode, 429)
    assert.equal(error.body.errorCode, 'too_many_requests')
    assert.ok(Number(error.rawResponse.headers.get('retry-after')) >= 1)
    assert.equal(error.rawResponse.headers.get('x-ratelimit-limit'), String(limit))
    return true
  })
}

await chapters({ retries })
