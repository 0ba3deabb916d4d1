import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL server of a test: its own cluster, with a socket in its own folder. */
export interface TestPostgres {
  /** The value of `DATABASE_URL`. */
  readonly url: string
  /** Stops all its processes: it neither answers nor refuses. */
  readonly freeze: () => void
  /** Continues its processes. */
  readonly thaw: () => void
  /** Ends it at once, as a power cut would; its files stay. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same files. */
  readonly restart: () => Promise<void>
  /** Ends it and removes its files. Idempotent. */
  readonly stop: () => Promise<void>
}

/** The account that runs the server: PostgreSQL refuses to run as root. */
interface Account {
  readonly uid: number
  readonly gid: number
}

const debianFolder = '/usr/lib/postgresql'

// The data need not survive a power cut; TCP is off, so that no two tests meet on a port.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  listen_addresses: '',
  shared_buffers: '32MB',
  max_connections: '60',
  max_wal_size: '128MB',
}

/** Returns the folder of PostgreSQL's programs: of the newest version of Debian's package. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(debianFolder, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
}

/**
 * Makes a cluster in a temporary folder and starts it. As root it runs under another account.
 *
 * @throws Error if PostgreSQL is not installed, or does not start.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error('there is no PostgreSQL: install postgresql')
  const account = process.getuid?.() === 0 ? unprivileged() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'danmu-pg-'))
  if (account) chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'danmu', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C']
  const { status, stderr } = spawnSync(join(programs, 'initdb'), initdb, {
    ...account,
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
  const start = (): Promise<ChildProcess> =>
    startServer(join(programs, 'postgres'), folder, account)
  let server = await start()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  const signalAll = (signal: NodeJS.Signals): void => {
    // The parent first: it would start new children.
    for (const pid of familyOf(server.pid ?? 0)) process.kill(pid, signal)
  }
  return {
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    url: `postgres://danmu@localhost/postgres?host=${encodeURIComponent(folder)}`,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      server = await start()
    },
    stop: async () => {
      await end('SIGQUIT') // its children end with it, which is not so with SIGKILL
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function startServer(
  program: string,
  folder: string,
  account: Account | undefined,
): Promise<ChildProcess> {
  const options = Object.entries({ ...settings, unix_socket_directories: folder })
  const server = spawn(
    program,
    ['-D', join(folder, 'data'), ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const orphaned = (): void => void server.kill('SIGKILL')
  process.once('exit', orphaned)
  server.once('exit', () => process.off('exit', orphaned))
  let said = ''
  const ready = await new Promise<boolean>((resolve) => {
    server.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4_000)
      if (said.includes('ready to accept connections')) resolve(true)
    })
    server.once('exit', () => resolve(false))
  })
  if (ready) return server
  // A killed server's children end a little later; until then their shared memory blocks a start.
  if (/shared memory block|lock file/.test(said)) return startServer(program, folder, account)
  throw new Error(`postgres does not start: ${said}`)
}

/** Returns a process and its children; those have none of their own in PostgreSQL. */
function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return [pid, ...children.split(' ').filter(Boolean).map(Number)]
}

/** Returns Debian's account for PostgreSQL, else a general unprivileged one. */
function unprivileged(): Account {
  for (const name of ['postgres', 'nobody']) {
    const of = (what: string): number =>
      Number(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout.trim() || NaN)
    const [uid, gid] = [of('-u'), of('-g')]
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid }
  }
  throw new Error('PostgreSQL needs the account postgres or nobody to run under')
}
