// What every life by Node begins with: the server it was sent to, and words to say what it expects.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

export const domain = process.env.GATEHOUSE_SDK_DOMAIN
export const clientId = process.env.GATEHOUSE_SDK_CLIENT
export const clientSecret = process.env.GATEHOUSE_SDK_SECRET

/** Waits until the server answers. */
export async function ready() {
  for (let tries = 0; tries < 600; tries++) {
    if (await fetch(`https://${domain}/readyz`).then((answer) => answer.ok, () => false)) return
    await sleep(200)
  }
  throw new Error('The server was not ready within two minutes')
}

/** Runs the chapters of a life one after the other. */
export async function chapters(all) {
  await ready()
  for (const [name, chapter] of Object.entries(all)) {
    try {
      await chapter()
    } catch (error) {
      console.error(`In ${name}:`)
      throw error
    }
  }
}

/** All rows of a paged list, from the first page to the end. */
export async function everyRow(pager) {
  const rows = []
  for await (const row of await pager) rows.push(row)
  return rows
}

export function distinct(rows, key) {
  assert.equal(new Set(rows.map(key)).size, rows.length, 'a row came twice')
  return rows
}

export const orders = 'https://api.northwind.example/orders'
