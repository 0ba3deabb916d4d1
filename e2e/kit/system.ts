import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { postgresPrograms } from './postgres.ts'
import { python } from './python.ts'

/** A program or font the tests need from the system, with its Debian package. */
interface Need {
  readonly name: string
  readonly debian: string
  readonly there: () => boolean
}

/** The path of Debian's Chromium; `CHROMIUM` names another. */
export const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

const hasFont = (pattern: string): boolean =>
  spawnSync('fc-list', [pattern, 'family'], { encoding: 'utf8' }).stdout?.trim().length > 0

// nginx stands in /usr/sbin, which is not in the path of all users.
const path = `${process.env['PATH']}:/usr/sbin`
const runs = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { env: { ...process.env, PATH: path } }).status === 0

const needs: readonly Need[] = [
  { name: 'Chromium', debian: 'chromium', there: () => existsSync(chromium) },
  { name: 'a CJK font', debian: 'fonts-noto-cjk', there: () => hasFont(':lang=zh-cn') },
  {
    name: 'PostgreSQL',
    debian: 'postgresql',
    there: () => postgresPrograms() !== undefined,
  },
  {
    name: 'websockets for Python',
    debian: 'python3-websockets',
    there: () => spawnSync(python, ['-c', 'import websockets']).status === 0,
  },
  { name: 'nginx', debian: 'nginx', there: () => runs('nginx', '-v') },
  { name: 'Caddy', debian: 'caddy', there: () => runs('caddy', 'version') },
  { name: 'OpenSSL', debian: 'openssl', there: () => runs('openssl', 'version') },
  {
    name: 'an emoji font',
    debian: 'fonts-noto-color-emoji',
    there: () => hasFont(':lang=und-zsye'),
  },
]

/**
 * Makes sure that the machine has everything the tests need: installs it where it may (as root, or
 * where CI=true), else prints the exact command.
 *
 * @returns false if something is missing; the message was printed.
 */
export function ensureSystem(say: (text: string) => void): boolean {
  const missing = needs.filter(({ there }) => !there())
  if (missing.length === 0) return true
  const packages = missing.map(({ debian }) => debian)
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const names = missing.map(({ name }) => name).join(', ')
  if (process.getuid?.() !== 0 && process.env['CI'] !== 'true') {
    say(`The tests need ${names}. Install with:\n  sudo ${install}\n`)
    return false
  }
  say(`installing ${names} …\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const command of ['apt-get update', install]) {
    const [program = '', ...args] = command.split(' ')
    const { status } = spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (status !== 0) say(`"${command}" failed with ${status}\n`)
  }
  const left = needs.filter(({ there }) => !there()).map(({ name }) => name)
  if (left.length > 0) say(`still missing: ${left.join(', ')}\n`)
  return left.length === 0
}
