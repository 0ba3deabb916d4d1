import { createFakeClock, type FakeClock } from '../../lib/time/clock.fake.ts'
import type { LineSource } from './backlog.ts'
import type { EventRow } from './event-row.ts'
import { createFakeInsert, type FakeInsert } from './insert.fake.ts'
import { Writer } from './writer.ts'

/** A log in memory that can drop its oldest lines. */
export class GrowingLog implements LineSource {
  readonly epoch: string
  readonly epochNumber = 1
  oldest = 1
  readonly #lines: string[] = []

  constructor(epoch = 'e1') {
    this.epoch = epoch
  }

  get head(): number {
    return this.#lines.length
  }

  grow(lines: number): void {
    for (let i = 0; i < lines; i++) this.#lines.push(lineOf(this.head + 1))
  }

  put(line: string): void {
    this.#lines.push(line)
  }

  read(from: number, limit: number): Promise<readonly string[]> {
    const there = from >= this.oldest && from <= this.head
    return Promise.resolve(there ? this.#lines.slice(from - 1, from - 1 + limit) : [])
  }
}

/** Returns the line of an event. */
export const lineOf = (seq: number): string =>
  JSON.stringify({ type: 'like', id: `e1:${seq}`, source: 'demo:x', at: 1, receivedAt: 1 })

/** A writer over a clock that the test advances, and a fake database. */
export interface Rig extends FakeInsert {
  readonly writer: Writer
  readonly clock: FakeClock
  readonly messages: string[]
  readonly prepared: () => number
  /** Advances the clock, then waits for everything that is due. */
  readonly pass: (byMs: number) => Promise<void>
}

/** Creates a writer; `prepare` is called before its first batch. */
export function createRig(prepare: () => Promise<void> = () => Promise.resolve()): Rig {
  const insert = createFakeInsert()
  const clock = createFakeClock()
  const messages: string[] = []
  const say = (_: object, message: string): number => messages.push(message)
  let prepared = 0
  const writer = new Writer({
    insert: insert.insert,
    prepare: () => {
      prepared += 1
      return prepare()
    },
    clock,
    random: () => 1,
    log: { info: say, warn: say, error: say },
  })
  const pass = async (byMs: number): Promise<void> => {
    clock.advance(byMs)
    await new Promise(setImmediate)
  }
  return { ...insert, writer, clock, messages, prepared: () => prepared, pass }
}

/** Returns the positions of rows. */
export const seqs = (rows: readonly EventRow[]): readonly number[] => rows.map(({ seq }) => seq)
/** Returns 1, 2, 3 … up to a position. */
export const upTo = (seq: number): readonly number[] => Array.from({ length: seq }, (_, i) => i + 1)
