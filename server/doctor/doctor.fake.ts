import { createFakeClock, type FakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial, type FakeSocket } from '../lib/net/dial.fake.ts'
import type { Connection, Connector } from '../platform/connector.ts'
import { createConnectLimiter } from '../upstream/connect-limiter.ts'
import type { Network } from '../upstream/network.ts'
import { toyConnection, toyNetwork, toyPlatform } from '../upstream/platform.fake.ts'
import { type Begun, Doctor, type DoctorParts } from './doctor.ts'

/** Lets promises that are due be settled; no time passes. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A doctor over the toy platform. */
export interface Practice {
  readonly doctor: Doctor
  readonly clock: FakeClock
  /** Every socket that was dialed. */
  readonly wires: readonly FakeSocket[]
  /** Begins to examine `toy:7`, and settles everything that needs no time. */
  readonly begin: (room?: string) => Promise<Begun>
  /** The newest socket. */
  readonly wire: () => FakeSocket
}

/** A connection that stays open while nothing is sent for as long as {@link practice} listens. */
export const quietConnection: Connection = { ...toyConnection, receiveTimeoutMs: 60_000 }

/** Creates a doctor for the toy platform that listens for 40 s. */
export function practice(
  connect: Partial<Connector> = {},
  {
    network,
    ...parts
  }: Partial<Omit<DoctorParts, 'network'>> & {
    readonly network?: Partial<Network>
  } = {},
): Practice {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  let reports = 0
  const doctor = new Doctor({
    platforms: new Map([
      ['toy', toyPlatform({ open: () => Promise.resolve(quietConnection), ...connect })],
    ]),
    network: {
      ...toyNetwork(clock, dial),
      fetch: () => Promise.resolve(new Response('{}')),
      budget: createConnectLimiter({ clock, perSecond: 10, burst: 100, perKey: 4, maxWaiting: 9 }),
      ...network,
    },
    newId: () => `report-${++reports}`,
    listenMs: 40_000,
    ...parts,
  })
  return {
    doctor,
    clock,
    wires,
    begin: async (room = 'toy:7') => {
      const begun = doctor.begin(room)
      if ('declined' in begun) throw new Error(begun.reason)
      await settle()
      return begun
    },
    wire: () => {
      const newest = wires.at(-1)
      if (!newest) throw new Error('nothing was dialed')
      return newest
    },
  }
}
