import { Command } from '@commander-js/extra-typings'
import type { Config } from '../../config/index.ts'
import { systemClock } from '../../lib/time/clock.ts'
import { createNetwork } from '../../app/network.ts'
import { namedSource } from '../../platform/named-source.ts'
import { refusalOfPlatform } from '../../platform/registry.ts'
import type { Platforms } from '../../app/platforms.ts'
import { createSigning } from '../../app/signing.ts'
import { failureOf } from '../../upstream/machine/failure.ts'
import { AddressRefused, createFindRoom, LinkUnresolved } from '../../upstream/find-room.ts'
import type { EventSink } from '../../pipeline/pipeline.ts'
import type { Network, Report } from '../../upstream/network.ts'
import type { ConnectedPlatform } from '../../upstream/requests.ts'
import { type Session, SourceSession } from '../../upstream/session.ts'
import { type CaptureWriter, createCapture } from '../capture-file.ts'
import {
  exitCodes,
  type NewCommand,
  positiveNumber,
  type Terminal,
  UsageError,
} from '../command.ts'
import { type Login, loginFileOption, loginIn } from '../login-file.ts'
import { withConfig } from './config.ts'

/** `capture` writes the frames of a platform into a file, unchanged. */
export const captureCommand: NewCommand = (terminal) =>
  new Command('capture')
    .description('Writes the raw frames of a room to a new file until interrupted.')
    .argument('<room>', 'an address, or platform:ref such as demo:busy')
    .argument('<file>', 'a file that does not exist yet')
    .option('--seconds <number>', 'ends after so many seconds', positiveNumber)
    .addOption(loginFileOption)
    .action(async (room, path, { seconds = Number.POSITIVE_INFINITY, loginFile }) => {
      const code = await withConfig(terminal, (config, running) => {
        const source = namedSource(room, running)
        if ('refused' in source) throw new UsageError(source.reason)
        const platform = platformOf(source.platform, running)
        const login = loginFile === undefined ? {} : loginIn(loginFile, platform.name, terminal)
        return capture({ path, seconds, login, platform, named: source.ref, config }, terminal)
      })
      terminal.exit(code)
    })

interface Capture {
  readonly path: string
  readonly seconds: number
  readonly login: Login
  readonly platform: ConnectedPlatform
  /** The room as the user named it. */
  readonly named: string
  readonly config: Config
}

async function capture(wanted: Capture, terminal: Terminal): Promise<number> {
  const { platform, named, path, config, seconds, login } = wanted
  const signing = createSigning(config, () => Promise.resolve(login.app))
  const network = createNetwork(config, 'capture', signing.sign)
  const ref = await refOf(named, platform, network)
  const startedAt = systemClock.now()
  let file: CaptureWriter
  try {
    file = createCapture(path, { capture: 1, platform: platform.name, ref, startedAt })
  } catch (error) {
    terminal.err(`${path}: ${error instanceof Error ? error.message : 'cannot be written'}\n`)
    return exitCodes.failed
  }
  const recorder = createRecorder(file, terminal)
  const session = start({ platform, ref, network, recorder, cookie: login.cookie })
  // The timer also keeps the process alive while a source waits for its next attempt.
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(longestMs, seconds * 1000))
  })
  await Promise.race([terminal.interrupted(), over, recorder.broken])
  clearTimeout(timer)
  await session.close()
  await signing.close()
  return recorder.finish(path)
}

// The longest delay of a timer: 24 days.
const longestMs = 2 ** 31 - 1

/** Returns a platform by its name. @throws UsageError if it sends no frames. */
function platformOf(name: string, running: Platforms): ConnectedPlatform {
  const refusal = refusalOfPlatform(name, running)
  if (refusal !== undefined) throw new UsageError(refusal)
  const platform = running.get(name)
  if (platform?.kind !== 'wire' || !platform.connect) {
    throw new UsageError(`${name} sends no frames that could be captured`)
  }
  return { ...platform, connect: platform.connect }
}

/** Returns the ref of the named room. @throws UsageError if there is none. */
async function refOf(named: string, platform: ConnectedPlatform, network: Network) {
  const findRoom = createFindRoom(new Map([[platform.name, platform]]), network)
  try {
    return (await findRoom(named, platform.name)).ref
  } catch (cause) {
    if (cause instanceof AddressRefused) throw new UsageError(cause.message, { cause })
    const origin = cause instanceof LinkUnresolved ? cause.cause : cause
    throw new UsageError(failureOf(origin).reason, { cause })
  }
}

interface Recorder {
  readonly reading: NonNullable<Report['reading']>
  readonly publish: EventSink['publish']
  /** Resolves when the file cannot be written any more. */
  readonly broken: Promise<void>
  /** Writes the last line. @returns the exit code. */
  readonly finish: (path: string) => number
}

/** Writes lines, and prints the status of the source; a full disk ends the capture without an error. */
function createRecorder(file: CaptureWriter, terminal: Terminal): Recorder {
  let frames = 0
  let roomContext = ''
  let failure: unknown
  let giveUp: () => void
  const broken = new Promise<void>((resolve) => (giveUp = resolve))
  const write: CaptureWriter['write'] = (line) => {
    if (failure !== undefined) return
    try {
      file.write(line)
    } catch (error) {
      failure = error
      giveUp()
    }
  }
  return {
    broken,
    reading: (_, bytes, where) => {
      const at = systemClock.now()
      if (where !== undefined && roomContext !== JSON.stringify(where)) {
        roomContext = JSON.stringify(where)
        write({ at, roomContext: where })
      }
      frames += 1
      write({ at, frame: Buffer.from(bytes).toString('base64') })
    },
    publish: (draft) => {
      if (draft.type !== 'source') return
      const { state, reason } = draft
      write({ at: systemClock.now(), state, ...(reason !== undefined && { reason }) })
      terminal.err(`${reason === undefined ? state : `${state}: ${reason}`}\n`)
    },
    finish: (path) => {
      write({ at: systemClock.now(), end: 'stopped', frames })
      file.close()
      if (failure !== undefined) {
        terminal.err(`${path}: ${failure instanceof Error ? failure.message : 'not written'}\n`)
        return exitCodes.failed
      }
      terminal.out(`${frames} frames in ${path}\n`)
      return frames > 0 ? exitCodes.ok : exitCodes.failed
    },
  }
}

interface Recording {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly network: Network
  readonly recorder: Recorder
  readonly cookie: string | undefined
}

function start({ platform, ref, network, recorder, cookie }: Recording): Session {
  const { reading, publish } = recorder
  return new SourceSession({
    platform,
    ref,
    sink: { recent: [], publish, publishRaw: () => undefined },
    network,
    ...(cookie !== undefined && { cookie: () => Promise.resolve(cookie) }),
    report: { reading, fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
}
