// json-rules-engine: the three steps of to_json_rules.py.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { households, work } from './worker.mjs'

const require = createRequire(`${process.cwd()}/`)
const { Engine } = require('json-rules-engine')
const { version } = require('json-rules-engine/package.json')

const steps = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync('json-rules.json', 'utf8'))).map(([name, rules]) => {
    const facts = new Set([...JSON.stringify(rules).matchAll(/"fact": ?"(\w+)"/g)].map(([, fact]) => fact))
    return [name, { engine: new Engine(rules), facts }]
  }),
)
const asked = [...steps.visit.facts, ...steps.rest.facts].filter((fact) => /^q\d+$/.test(fact))

/** Only the facts that the step's rules name: each that is given costs time. */
function given(step, ...facts) {
  const all = Object.assign({}, ...facts)
  return Object.fromEntries(Object.entries(all).filter(([fact]) => steps[step].facts.has(fact)))
}

const inputs = households.map(({ visit, members }) => ({
  persons: members.map((member) => given('persons', visit, member)),
  visit: given('visit', visit),
  rest: members.map((member) => given('rest', visit, member)),
}))

async function fired(step, facts) {
  const { events } = await steps[step].engine.run(facts)
  return events.map((event) => event.type)
}

async function judge(place) {
  const { persons, visit, rest } = inputs[place]
  const counts = Object.fromEntries(asked.map((fact) => [fact, 0]))
  const found = []
  for (const [member, facts] of persons.entries()) {
    for (const name of await fired('persons', facts)) {
      if (name in counts) counts[name] += 1
      else found.push(`${name}/${member}`)
    }
  }
  const with_counts = (facts) => ({ ...facts, ...counts })
  found.push(...(await fired('visit', with_counts(visit))))
  for (const [member, facts] of rest.entries()) {
    for (const name of await fired('rest', with_counts(facts))) found.push(`${name}/${member}`)
  }
  return found
}

await work({ engine: 'json-rules-engine', version }, { 'one household': async (place) => void (await judge(place)) }, judge)
