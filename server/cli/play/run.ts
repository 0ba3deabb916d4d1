import { asTest, testIdOf } from '../../../proto/feed/index.ts'
import { codeOf } from '../../lib/file/error-code.ts'
import { Unreadable } from '../../lib/file/text-line.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import type { TimedEvent } from '../../platform/platform.ts'
import { exitCodes, type Terminal } from '../command.ts'
import { fileWords } from '../system-words.ts'
import type { PlayOptions } from './options.ts'
import { play } from './play.ts'
import { createPublisher, NotPublished } from './publisher.ts'

/** Reads the events of a file from its beginning; called twice. */
export type Read = () => AsyncIterable<TimedEvent>

const progressMs = 2000

/**
 * Plays a file into a room of a running server, as tests. It is read to its end before anything is
 * sent, so that what is wrong in it is said first.
 *
 * @returns the exit code.
 */
export async function runPlay(
  read: Read,
  { file, target, speed }: PlayOptions,
  terminal: Terminal,
): Promise<number> {
  const fail = (why: string): number => {
    terminal.err(`${why}\n`)
    return exitCodes.failed
  }
  try {
    const { count, lengthMs } = await measured(read())
    if (count === 0) return fail(`${file}: there is no event in it`)
    terminal.err(`${file}: ${count} events in ${clock(lengthMs / speed)}\n`)
    const stop = createStop(terminal)
    const tally = createTally(count, terminal)
    const publish = createPublisher(target, { fetch, sleep: stop.sleep, stopped: stop.asked })
    await play(named(read()), {
      speed,
      now: () => performance.now(),
      sleep: stop.sleep,
      stopped: stop.asked,
      send: async (events) => {
        const shown = await publish(events)
        if (shown !== undefined) tally.add(events.length, shown)
      },
    })
    terminal.out(`${tally.text()} in ${target.room}\n`)
    return exitCodes.ok
  } catch (error) {
    if (error instanceof Unreadable) return fail(`${file}: ${error.message}`)
    if (error instanceof NotPublished) return fail(error.message)
    if (codeOf(error) === undefined || !(error instanceof Error)) throw error
    return fail(`${file}: ${fileWords(error)}`)
  }
}

async function measured(events: AsyncIterable<TimedEvent>) {
  let count = 0
  let lengthMs = 0
  for await (const { afterMs } of events) {
    count += 1
    lengthMs = afterMs
  }
  return { count, lengthMs }
}

/** Under ids of this run: the same file may be played again. Events happen now, whenever they were. */
async function* named(events: AsyncIterable<TimedEvent>): AsyncGenerator<TimedEvent, void> {
  const run = randomName()
  const nameOf = (id: string): string => testIdOf(`${run}.${id}`)
  let number = 0
  for await (const { afterMs, event } of events) {
    number += 1
    const { at: _at, ...draft } = event
    yield { afterMs, event: asTest(draft, nameOf(draft.id ?? String(number)), nameOf) }
  }
}

/** Sleeps until the user asks to stop, at the latest. */
function createStop(terminal: Terminal) {
  let asked = false
  const interrupted = terminal.interrupted().then(() => (asked = true))
  return {
    asked: () => asked,
    sleep: async (delayMs: number) => {
      let timer: NodeJS.Timeout | undefined
      const slept = new Promise((resolve) => {
        timer = setTimeout(resolve, delayMs)
      })
      await Promise.race([slept, interrupted])
      clearTimeout(timer)
    },
  }
}

/** Counts, and says from time to time how far it is. */
function createTally(count: number, terminal: Terminal) {
  let sent = 0
  let shown = 0
  let saidAt = performance.now()
  return {
    add: (more: number, moreShown: number) => {
      sent += more
      shown += moreShown
      if (performance.now() - saidAt < progressMs) return
      saidAt = performance.now()
      terminal.err(`${sent} of ${count} sent, ${Math.floor((100 * sent) / count)} %\n`)
    },
    text: () => {
      const kept = sent === shown ? '' : `, ${sent - shown} were there before`
      return sent === count
        ? `${shown} events shown${kept}`
        : `stopped: ${shown} of ${count} shown${kept}`
    },
  }
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`
}
