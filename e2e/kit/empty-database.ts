import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { until } from './wait.ts'

const variable = 'DANMU_TEST_DATABASES'

/** Prepares a run of tests, which make one empty database. @returns the clean-up. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'danmu-databases-'))
  process.env[variable] = folder // for the processes of the tests
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * Puts an empty embedded database into a folder, if that does not exist yet. The engine makes it once
 * a run: that takes ten seconds of processor time, a copy less than one.
 */
export async function placeEmptyDatabase(dir: string): Promise<void> {
  const folder = process.env[variable]
  if (folder === undefined || existsSync(dir)) return // outside of a run of tests the server makes it
  cpSync(await madeIn(folder), dir, { recursive: true })
}

async function madeIn(folder: string): Promise<string> {
  const [making, made] = [join(folder, 'making'), join(folder, 'made')]
  if (existsSync(made)) return made
  if (isFirst(making)) {
    const db = await openPglite(join(making, 'pg'), { warn: () => undefined })
    await db.close()
    renameSync(join(making, 'pg'), made)
  }
  await until(() => existsSync(made), { what: 'an empty database', withinMs: 300_000 })
  return made
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
