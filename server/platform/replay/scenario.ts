import { z } from 'zod'
import { zodMessages } from '../../lib/zod-messages.ts'
import { Unreadable } from '../../lib/file/text-line.ts'
import { seededRandom } from '../../lib/random.ts'
import type { TimedEvent } from '../platform.ts'
import { eventAt, objectAt, said } from './check.ts'
import { filled } from './template.ts'

const dayMs = 24 * 3_600_000
const delay = z.int().min(0).max(dayMs)

const step = z
  .strictObject({
    afterMs: delay.default(0).describe('The start of the step, after that of the scenario.'),
    times: z.int().min(1).max(100_000).default(1),
    everyMs: delay.default(1000).describe('The interval between two repetitions.'),
    spreadMs: delay.default(0).describe('The maximal random delay of each repetition.'),
    event: z.record(z.string(), z.unknown()).describe('The template of the event.'),
  })
  .refine(({ spreadMs, everyMs, times }) => times === 1 || spreadMs <= everyMs, {
    path: ['spreadMs'],
    message: 'must not be more than everyMs',
  })

const scenario = z.strictObject({
  title: z.string().max(200).optional(),
  seed: z.int().describe('The same seed gives the same events.'),
  steps: z.array(step).min(1).max(200),
})

/** A planned series of events, written by hand. */
export type Scenario = z.infer<typeof scenario>

type Step = Scenario['steps'][number]

/** Parses a scenario. @throws Unreadable with its defect. */
export function parseScenario(text: string): Scenario {
  const parsed = scenario.safeParse(objectAt('scenario', text), { error: zodMessages })
  if (parsed.success) return parsed.data
  throw new Unreadable(`scenario: ${said(parsed.error)}`)
}

/**
 * Yields the events of a scenario in the order of their times, for equal times those of the earlier
 * step first. Every step has its own random numbers, so that an added step does not change the
 * others.
 *
 * @throws Unreadable if a template gives an invalid event.
 */
export function* scenarioEvents({ seed, steps }: Scenario): Generator<TimedEvent, void> {
  const acts = steps.map((one, index) => repetitions(one, { index, seed }))
  const heads = acts.flatMap((act) => {
    const { value } = act.next()
    return value ? [{ act, value }] : []
  })
  while (heads.length > 0) {
    const first = heads.reduce((a, b) => (b.value.afterMs < a.value.afterMs ? b : a))
    yield first.value
    const { value } = first.act.next()
    if (value) first.value = value
    else heads.splice(heads.indexOf(first), 1)
  }
}

function* repetitions(
  { afterMs, times, everyMs, spreadMs, event }: Step,
  { index, seed }: { readonly index: number; readonly seed: number },
): Generator<TimedEvent, void> {
  const random = seededRandom(Math.imul(seed, 0x01_00_01_93) + index)
  for (let turn = 0; turn < times; turn++) {
    const where = `steps.${index}.event${times > 1 ? `, repetition ${turn + 1}` : ''}`
    const due = afterMs + turn * everyMs + Math.floor(random() * (spreadMs + 1))
    yield {
      afterMs: due,
      event: eventAt(
        where,
        attempt(where, () => filled(event, { random, turn })),
      ),
    }
  }
}

function attempt<T>(where: string, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new Unreadable(`${where}: ${cause.message}`, { cause })
  }
}
