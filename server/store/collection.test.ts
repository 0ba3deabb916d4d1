import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createFakeCollection, createFakeStorage, type FakeStorage } from './collection.fake.ts'
import type { Collection } from './collection.ts'
import { DatabaseUnavailable } from './engine/db.ts'
import { Conflict } from './query/conflict.ts'

interface Note {
  readonly name: string
  readonly text: string
}

const schema = z.object({ name: z.string(), text: z.string() })
const keyOf = ({ name }: Note): string => name
const note = (name: string, text = ''): Note => ({ name, text })

/** Starts a run over a storage. */
function run(storage: FakeStorage<Note>, copied = true): Collection<Note> {
  return createFakeCollection({ storage, keyOf, schema, copied })
}

async function loaded(storage: FakeStorage<Note>, copied = true): Promise<Collection<Note>> {
  const collection = run(storage, copied)
  await collection.load()
  return collection
}

const inFile = ({ text }: FakeStorage<Note>): unknown => JSON.parse(text ?? '{}')

test('without a database, records are in the file, and there after a restart', async () => {
  const storage = createFakeStorage<Note>()
  storage.absence = 'off'
  const first = await loaded(storage)
  await first.save(note('b'))
  await first.save(note('a', 'old'))
  await first.save(note('a', 'new'))
  expect(await first.remove('b')).toBe(true)
  expect(await first.remove('b')).toBe(false)
  expect((await loaded(storage)).list()).toEqual([note('a', 'new')])
  expect(storage.rows.size).toBe(0)
})

test('without a database, a full disk is an error, and nothing changes', async () => {
  const storage = createFakeStorage<Note>()
  storage.absence = 'off'
  const collection = await loaded(storage)
  await collection.save(note('a'))
  storage.full = true
  await expect(collection.save(note('b'))).rejects.toThrow('ENOSPC')
  await expect(collection.remove('a')).rejects.toThrow('ENOSPC')
  expect(collection.list()).toEqual([note('a')])
})

test('with a database, a full disk costs only the copy', async () => {
  const storage = createFakeStorage<Note>()
  const collection = await loaded(storage)
  storage.full = true
  await collection.save(note('a'))
  expect([collection.list(), [...storage.rows.keys()]]).toEqual([[note('a')], ['a']])
  expect(storage.said).toEqual(['copy not written'])
})

test('a collection that is not copied leaves no record in the file beside a database', async () => {
  const storage = createFakeStorage<Note>()
  const collection = await loaded(storage, false)
  await collection.save(note('a'))
  expect(storage.text).toBeUndefined()
})

test.each([true, false])(
  'records from a time without a database go into an empty one, once (copied: %s)',
  async (copied) => {
    const storage = createFakeStorage<Note>()
    storage.absence = 'off'
    await (await loaded(storage, copied)).save(note('a'))
    storage.absence = undefined
    const collection = await loaded(storage, copied)
    expect([collection.list(), [...storage.rows.keys()]]).toEqual([[note('a')], ['a']])
    expect(inFile(storage)).toMatchObject({ database: 'd1', records: copied ? [note('a')] : [] })
    await collection.remove('a')
    expect((await loaded(storage, copied)).list()).toEqual([])
  },
)

test('records of the file do not mix with those of a database', async () => {
  const storage = createFakeStorage<Note>()
  storage.absence = 'off'
  await (await loaded(storage)).save(note('a'))
  storage.absence = undefined
  storage.rows.set('b', note('b'))
  expect((await loaded(storage)).list()).toEqual([note('b')])
})

test('records that the database refuses are set aside, and do not prevent the load', async () => {
  const storage = createFakeStorage<Note>()
  storage.text = JSON.stringify({ format: 1, records: [note('a')] })
  const text = storage.text
  storage.refuse = new Conflict('there is another a')
  const collection = await loaded(storage)
  expect([collection.loaded, collection.list(), storage.aside]).toEqual([true, [], text])
})

test('a damaged file is set aside before the next change', async () => {
  const storage = createFakeStorage<Note>()
  storage.absence = 'off'
  storage.text = '{"format":1,"rec'
  const collection = await loaded(storage)
  await collection.save(note('a'))
  expect(storage.aside).toBe('{"format":1,"rec')
  expect(inFile(storage)).toMatchObject({ records: [note('a')] })
})

test('until the load the copy is used, and nothing changes', async () => {
  const storage = createFakeStorage<Note>()
  await (await loaded(storage)).save(note('a'))
  storage.absence = 'opening'
  const next = run(storage)
  expect([next.recall(), next.list(), next.loaded]).toEqual([true, [note('a')], false])
  await expect(next.load()).rejects.toThrow(DatabaseUnavailable)
  await expect(next.save(note('b'))).rejects.toThrow(DatabaseUnavailable)
  await expect(next.remove('a')).rejects.toThrow(DatabaseUnavailable)
  expect(() => next.forget(() => true)).toThrow(DatabaseUnavailable)
  expect(inFile(storage)).toMatchObject({ records: [note('a')] })
})

test('listeners receive each change that applies, and what a load corrects', async () => {
  const storage = createFakeStorage<Note>()
  storage.text = JSON.stringify({ format: 1, database: 'd1', records: [note('a'), note('b')] })
  storage.rows.set('b', note('b')).set('c', note('c'))
  const collection = run(storage)
  const changes: unknown[] = []
  collection.onChange((key, record) => changes.push([key, record?.text]))
  collection.recall()
  await collection.load()
  await collection.change('b', (before) => ({ ...before, text: 'new' }))
  expect(await collection.change('x', (before) => before)).toBe(false)
  storage.absence = 'away'
  await expect(collection.save(note('d'))).rejects.toThrow(DatabaseUnavailable)
  storage.absence = undefined
  await collection.remove('b')
  collection.forget(({ name }) => name === 'c')
  expect(changes).toEqual([
    ['a', undefined],
    ['c', ''],
    ['b', 'new'],
    ['b', undefined],
    ['c', undefined],
  ])
})

test('what depends on a removed record is removed before it', async () => {
  const storage = createFakeStorage<Note>()
  storage.absence = 'off'
  const seen: unknown[] = []
  const cascade = (key: string): void => void seen.push([key, inFile(storage)])
  const collection = createFakeCollection({ storage, keyOf, schema, cascade })
  await collection.load()
  await collection.save(note('a'))
  await collection.remove('a')
  expect(seen).toEqual([['a', expect.objectContaining({ records: [note('a')] })]])
})

type Step =
  | { readonly do: 'save'; readonly record: Note }
  | { readonly do: 'remove'; readonly name: string }
  | { readonly do: 'restart' }
  | { readonly do: 'away' | 'back' | 'full' | 'free' }

const names = fc.constantFrom('a', 'b', 'c')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: names, text: fc.string() }).map(saved) },
  { weight: 2, arbitrary: names.map((name) => ({ do: 'remove', name }) as const) },
  { weight: 4, arbitrary: fc.constantFrom('restart', 'away', 'back', 'full', 'free').map(plain) },
)

function saved(record: Note): Step {
  return { do: 'save', record }
}

function plain(name: 'restart' | 'away' | 'back' | 'full' | 'free'): Step {
  return { do: name }
}

test.each([
  { store: 'on', copied: true },
  { store: 'on', copied: false },
  { store: 'off', copied: true },
] as const)(
  'after any sequence of changes, faults and restarts, memory, table and file agree: %o',
  async ({ store, copied }) => {
    const check = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const history = await begin(store === 'off' ? 'off' : undefined, copied)
      for (const one of steps) await take(one, history)
      const { storage, expected, here } = history
      storage.absence = here
      storage.full = false
      await history.collection.load()
      const held = inOrder([...expected.values()])
      expect(history.collection.list()).toEqual(held)
      expect(inOrder([...storage.rows.values()])).toEqual(store === 'on' ? held : [])
      expect(recordsIn(storage)).toEqual(copied ? held : [])
      expect((await loaded(storage, copied)).list()).toEqual(held)
    })
    await fc.assert(check)
  },
)

interface RunHistory {
  readonly storage: FakeStorage<Note>
  /** The records of the changes that were accepted. */
  readonly expected: Map<string, Note>
  /** The absence of the database while nothing fails. */
  readonly here: 'off' | undefined
  readonly copied: boolean
  collection: Collection<Note>
}

async function begin(here: 'off' | undefined, copied: boolean): Promise<RunHistory> {
  const storage = createFakeStorage<Note>()
  storage.absence = here
  return { storage, here, copied, expected: new Map(), collection: await loaded(storage, copied) }
}

async function take(one: Step, history: RunHistory): Promise<void> {
  const { storage, expected, here, copied, collection } = history
  switch (one.do) {
    case 'save':
      if (await applied(collection.save(one.record))) expected.set(one.record.name, one.record)
      return
    case 'remove':
      if (await applied(collection.remove(one.name))) expected.delete(one.name)
      return
    case 'restart':
      history.collection = run(storage, copied)
      history.collection.recall()
      await history.collection.load().catch(isUnavailable)
      return
    case 'away':
    case 'back':
      storage.absence = here ?? (one.do === 'away' ? 'away' : undefined)
      return
    case 'full':
    case 'free':
      storage.full = one.do === 'full'
  }
}

/** Returns false if a change was refused, because the database is away or the disk is full. */
async function applied(change: Promise<unknown>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (error instanceof Error && error.message === 'ENOSPC') return false
    isUnavailable(error)
    return false
  }
}

function isUnavailable(error: unknown): void {
  if (!(error instanceof DatabaseUnavailable)) throw error
}

function recordsIn({ text }: FakeStorage<Note>): readonly Note[] {
  const { records = [] } = JSON.parse(text ?? '{}') as { readonly records?: readonly Note[] }
  return inOrder(records)
}

function inOrder(notes: readonly Note[]): readonly Note[] {
  return notes.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
