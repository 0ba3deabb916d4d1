import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './server.ts'

/** A real file system of a few megabytes, for tests of a full disk. */
export interface SmallDisk {
  /** The path of a folder on it. */
  readonly path: string
  /** Writes until no byte is free. May be repeated. */
  readonly fill: () => void
  /** Deletes the files of `fill`. */
  readonly free: () => void
  /** Unmounts it; its content is lost. */
  readonly remove: () => void
}

/** A mounted file system: the path where this process sees it, and how to unmount it. */
type Mounted = Pick<SmallDisk, 'path' | 'remove'>

/**
 * Mounts a small file system: as root directly, otherwise in a user namespace of its own.
 *
 * @throws Error if this machine permits neither.
 */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = temporaryFolder()
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'danmu-test', folder.path]
  const mounted = mountDirectly(options, folder.path) ?? (await mountInNamespace(options))
  const path = join(mounted.path, 'disk')
  mkdirSync(path)
  const filler = join(mounted.path, 'filler')
  return {
    path,
    fill: () => fillWith(filler),
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      mounted.remove()
      folder.remove()
    },
  }
}

function mountDirectly(options: readonly string[], path: string): Mounted | undefined {
  if (spawnSync('/bin/mount', options).status !== 0) return undefined
  return { path, remove: () => void spawnSync('/bin/umount', ['-l', path]) }
}

async function mountInNamespace(options: readonly string[]): Promise<Mounted> {
  const script = `mount ${options.join(' ')} && echo mounted && exec sleep infinity`
  const holder = spawn(
    '/usr/bin/unshare',
    ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let errors = ''
  holder.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  holder.once('error', (error) => (errors += error.message))
  const orphaned = (): void => void holder.kill('SIGKILL')
  process.once('exit', orphaned)
  const [chunk] = await Promise.race([
    once(holder.stdout, 'data'),
    once(holder, 'close').catch(() => []),
  ])
  if (!Buffer.isBuffer(chunk)) {
    throw new Error(
      `this test needs a small file system, and this machine permits none: ${errors.trim()}. ` +
        'Run it as root with the permission to mount (CAP_SYS_ADMIN), or allow user namespaces.',
    )
  }
  return {
    path: `/proc/${holder.pid}/root${options.at(-1)}`,
    remove: () => {
      process.off('exit', orphaned)
      holder.kill('SIGKILL')
    },
  }
}

function fillWith(path: string): void {
  const file = openSync(path, 'a')
  const block = Buffer.alloc(64 * 1024)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
