import { expect, test } from 'vitest'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { Db, Row } from '../store/engine/db.ts'
import { createOverlayCopy } from './overlay-copy.ts'
import { createOverlayStore } from './overlay-store.ts'
import type { NamedOverlay } from './overlays.ts'

const log = { warn: () => undefined }
const main: NamedOverlay = {
  name: 'main',
  design: { room: 'demo:busy', theme: 'pixel', widgets: [] },
  updatedAt: 1,
}

/** Creates a file in memory. */
function fileOf(text?: string): AtomicFile & { text: string | undefined } {
  const file = {
    text,
    read: () => file.text,
    replace: (next: string) => {
      file.text = next
    },
  }
  return file
}

/** Creates the part of a database that overlays use. */
function fakeDb(rows = new Map<string, Row>()): { db: Db; rows: Map<string, Row> } {
  const query = async (sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const [name, design, at] = values
    if (sql.startsWith('insert')) rows.set(String(name), { name, design, updated_at: at })
    if (sql.startsWith('delete')) rows.delete(String(name))
    return sql.startsWith('select') ? [...rows.values()] : []
  }
  return { db: { query } as unknown as Db, rows }
}

const storeOf = (db: Db | undefined, file: AtomicFile) =>
  createOverlayStore({ database: Promise.resolve(db), copy: createOverlayCopy(file, log), log })

test('without a database overlays in the file survive a restart', async () => {
  const file = fileOf()
  const store = storeOf(undefined, file)
  expect(await store.load()).toEqual([])
  await store.save(main)
  expect(await storeOf(undefined, file).load()).toEqual([main])
  await store.remove('main')
  expect(await storeOf(undefined, file).load()).toEqual([])
})

test('without a database a full disk is an error, not a silent loss', async () => {
  const full = {
    ...fileOf(),
    replace: () => {
      throw new Error('no space')
    },
  }
  await expect(storeOf(undefined, full).save(main)).rejects.toThrow('no space')
})

test('with a database overlays are stored there, and the file has a copy', async () => {
  const file = fileOf()
  const { db, rows } = fakeDb()
  const store = storeOf(db, file)
  await store.load()
  await store.save(main)
  expect(JSON.parse(String(rows.get('main')?.['design']))).toEqual(main.design)
  expect(createOverlayCopy(file, log).read()).toEqual([main])
  expect(await storeOf(db, fileOf()).load()).toEqual([main])
})

test('overlays that are only in the file are stored in a new database', async () => {
  const file = fileOf()
  await storeOf(undefined, file).save(main)
  const { db, rows } = fakeDb()
  expect(await storeOf(db, file).load()).toEqual([main])
  expect([...rows.keys()]).toEqual(['main'])
})

test('a file that cannot be read counts as empty, and is not replaced until something is saved', async () => {
  const file = fileOf('{"format":7}')
  expect(await storeOf(undefined, file).load()).toEqual([])
  expect(file.text).toBe('{"format":7}')
})
