// zen-engine: one decision for the whole household.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { households, work } from './worker.mjs'

const require = createRequire(`${process.cwd()}/`)
const { ZenEngine } = require('@gorules/zen-engine')
const { version } = require('@gorules/zen-engine/package.json')

const decision = new ZenEngine().createDecision(JSON.parse(readFileSync('zen.json', 'utf8')))
const inputs = households.map(({ visit, members }) => ({ ...visit, members }))
const unit = { s: 1e6, ms: 1e3, 'µs': 1, us: 1, ns: 1e-3 }

/** The engine's own measure ("621.4µs"), without the way of the household into it and of the answer out of it. */
function microseconds(told) {
  const [, amount, of] = /^([\d.]+) *(\D+)$/.exec(told)
  if (!unit[of]) throw new Error(`a time of ${told}`)
  return Number(amount) * unit[of]
}

function names(result) {
  return Object.entries(result).flatMap(([rule, value]) => {
    if (!Array.isArray(value)) return value ? [rule] : []
    return value.flatMap((holds, member) => (holds ? [`${rule}/${member}`] : []))
  })
}

await work(
  { engine: 'zen', version },
  {
    'one household': (place) => decision.evaluate(inputs[place]),
    'one household, by its own clock': async (place) => microseconds((await decision.evaluate(inputs[place])).performance),
  },
  async (place) => names((await decision.evaluate(inputs[place])).result),
)
