import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isHashed, type ReadStaticFile, staticFilesIn } from './static-files.ts'

/** The hashed files of this build and of earlier ones. */
export interface FileArchive {
  /** Reads a file of the current build, or a hashed one of an earlier build. */
  readonly read: ReadStaticFile
  /** Settles when the files of the current build are archived. */
  readonly archived: Promise<unknown>
}

// The current build and two before it: a page is rarely open for longer.
const keptBuilds = 3

/**
 * Archives the hashed files of the build in `root`, and serves those of earlier builds from `folder`:
 * a page that was open during an upgrade loads its own files, never a missing one.
 *
 * @param onError - is called if nothing could be archived; the current build is served all the same.
 */
export function openFileArchive(
  root: string,
  folder: string,
  onError: (error: unknown) => void,
): FileArchive {
  const current = staticFilesIn(root)
  const earlier = readEarlierBuilds(root, folder).catch((error: unknown) => {
    onError(error)
    return []
  })
  const read: ReadStaticFile = async (path, accepted) => {
    const found = await current(path, accepted)
    if (found || !isHashed(path)) return found
    for (const readEarlier of await earlier) {
      const file = await readEarlier(path, accepted)
      if (file) return file
    }
    return undefined
  }
  return { read, archived: earlier }
}

async function readEarlierBuilds(root: string, folder: string): Promise<readonly ReadStaticFile[]> {
  const builds = await archiveBuild(root, folder)
  return builds.map((build) => staticFilesIn(join(folder, build)))
}

/** Copies the hashed files into the archive. @returns the archived builds, the newest first. */
async function archiveBuild(root: string, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = await hashedFilesIn(root)
  if (files.length === 0) return deleteOldBuilds(folder) // only the API was built
  const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16)
  const known = await readdir(folder)
  if (!known.includes(build)) await copyBuild(root, files, join(folder, build))
  const now = new Date()
  await utimes(join(folder, build), now, now)
  return deleteOldBuilds(folder)
}

async function hashedFilesIn(root: string): Promise<readonly string[]> {
  if (!existsSync(root)) return []
  const names = await readdir(root, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .filter(isHashed)
    .toSorted()
}

/** Copies into a temporary folder first, so that a build in the archive is always complete. */
async function copyBuild(root: string, files: readonly string[], target: string): Promise<void> {
  const unfinished = `${target}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  for (const file of files) {
    const copy = join(unfinished, file)
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 })
    await cp(join(root, file), copy)
    await chmod(copy, 0o600) // like all files of the data folder
  }
  await rename(unfinished, target)
}

async function deleteOldBuilds(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.unfinished'))
  const builds = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  )
  const newestFirst = builds.toSorted((a, b) => b.at - a.at).map(({ name }) => name)
  for (const name of newestFirst.slice(keptBuilds)) {
    await rm(join(folder, name), { recursive: true, force: true })
  }
  return newestFirst.slice(0, keptBuilds)
}
