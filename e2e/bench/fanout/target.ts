import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { nodeArguments } from '../../../server/lib/spawn-worker.ts'
import { type ServerProcess, settled, startServerProcess } from '../../kit/server.ts'
import type { Load, LoadMessage, Report } from './load.ts'
import type { PeerKind } from './peer.ts'
import { cores, pin } from './process.ts'
import type { Address } from './subscriber.ts'

/** A server under load, on a core of its own. */
export interface Target {
  readonly address: Address
  readonly pid: number
  readonly end: () => Promise<void>
}

/** Starts the built server; readers get the events of one room. */
export async function startOurs(
  room: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Target> {
  // Without a token a demo room of more than a thousand events a second is refused.
  const token = randomUUID()
  const server = await startServerProcess({ LOG_LEVEL: 'warn', OWNER_TOKEN: token, ...env })
  return onItsCore(server, { path: `/rooms/${room}/stream?token=${token}`, protocol: 'feed' })
}

/** Starts a peer server for the events of `demo:<perSecond>`. */
export async function startPeer(kind: PeerKind, perSecond: number): Promise<Target> {
  const args = [...nodeArguments(import.meta.url, 'peer'), kind, String(perSecond)]
  const server = await settled(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] }))
  return kind === 'socket.io'
    ? onItsCore(server, { path: '/socket.io/?EIO=4&transport=websocket', protocol: 'socket.io' })
    : onItsCore(server, { path: '/', protocol: 'feed' })
}

function onItsCore(server: ServerProcess, where: Omit<Address, 'port'>): Target {
  pin(server.pid, cores.server)
  return {
    address: { port: Number(new URL(server.url).port), ...where },
    pid: server.pid,
    end: async () => {
      await server.end('SIGKILL') // it stores nothing, and no client waits for a close frame
    },
  }
}

/** A load that runs in a process of its own, on the other core. */
export interface RunningLoad {
  /** Settles when every reader is connected. */
  readonly connected: Promise<void>
  readonly report: Promise<Report>
}

/** Starts a load on a server. */
export function startLoad(
  { address, pid }: Target,
  load: Omit<Load, 'address' | 'pid'>,
): RunningLoad {
  const task: Load = { ...load, address, pid }
  const args = [...nodeArguments(import.meta.url, 'load'), JSON.stringify(task)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  pin(child.pid ?? 0, cores.client)
  const ended = once(child, 'exit')
  const hear = async <K extends LoadMessage['kind']>(
    kind: K,
  ): Promise<Extract<LoadMessage, { kind: K }>> => {
    for (;;) {
      const received = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
      if (received === undefined) throw new Error('the load ended early')
      const message = received[0] as LoadMessage
      if (message.kind === kind) return message as Extract<LoadMessage, { kind: K }>
    }
  }
  const measured = hear('measured')
  return {
    connected: hear('connected').then(() => undefined),
    report: measured.then(async ({ report }) => {
      await ended
      return report
    }),
  }
}
