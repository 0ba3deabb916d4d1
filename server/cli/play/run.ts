import { asTest, testIdOf } from '../../../proto/feed/index.ts'
import { codeOf } from '../../lib/file/error-code.ts'
import { Unreadable } from '../../lib/file/text-line.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import type { TimedEvent } from '../../platform/platform.ts'
import { exitCodes, type Terminal } from '../command.ts'
import { fileWords } from '../system-words.ts'
import { play } from './play.ts'
import { createPublisher, NotPublished, type Target } from './publisher.ts'

/** The file to play, its speed and its target. */
export interface PlayOptions {
  readonly file: string
  readonly target: Target
  readonly speed: number
}

/** Reads the events of a file from its beginning; called twice. */
export type Read = () => AsyncIterable<TimedEvent>

const progressMs = 2000

/**
 * Plays a file into a room of a running server, as tests. The file is read to its end before anything
 * is sent, so that its errors are reported first.
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
    const publish = createPublisher(target, { fetch, sleep: stop.sleep, stopped: stop.stopped })
    await play(named(read()), {
      speed,
      now: () => performance.now(),
      sleep: stop.sleep,
      stopped: stop.stopped,
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

/** Gives events ids of this run, so that the file can be played again, and removes their times. */
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

/** Returns a sleep function that ends early when the user stops the program. */
function createStop(terminal: Terminal) {
  let stopped = false
  const interrupted = terminal.interrupted().then(() => (stopped = true))
  return {
    stopped: () => stopped,
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

/** Returns a counter that prints the progress from time to time. */
function createTally(count: number, terminal: Terminal) {
  let sent = 0
  let shown = 0
  let reportedAt = performance.now()
  return {
    add: (more: number, moreShown: number) => {
      sent += more
      shown += moreShown
      if (performance.now() - reportedAt < progressMs) return
      reportedAt = performance.now()
      terminal.err(`${sent} of ${count} sent, ${Math.floor((100 * sent) / count)} %\n`)
    },
    text: () => {
      const known = sent === shown ? '' : `, ${sent - shown} were there before`
      return sent === count
        ? `${shown} events shown${known}`
        : `stopped: ${shown} of ${count} shown${known}`
    },
  }
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`
}
