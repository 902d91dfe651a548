// What a worker in Node says and hears; see compare.py.

import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** The households in the peers' words. */
export const households = readFileSync('peers.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line))

/**
 * Tells the readings' names, the engine's version and what holds in each household; then, for each reading that is
 * asked for, the microseconds of each household. `judge(place)` answers with the names of what holds.
 * `readings` are functions of a place; one that answers with a number has measured for itself.
 */
export async function work(engine, readings, judge) {
  const holds = []
  for (const place of households.keys()) holds.push(await judge(place))
  console.log(JSON.stringify({ ...engine, readings: Object.keys(readings), holds }))
  for await (const line of createInterface({ input: process.stdin })) {
    const times = []
    for (const place of households.keys()) {
      const start = process.hrtime.bigint()
      const measured = await readings[line](place)
      const passed = Number(process.hrtime.bigint() - start) / 1000
      times.push(typeof measured === 'number' ? measured : passed)
    }
    console.log(JSON.stringify(times))
  }
}
