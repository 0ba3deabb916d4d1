import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { root, temporaryFolder } from '../kit/server.ts'

/** A reverse proxy with TLS, as the samples in `e2e/example` set it up. */
export interface ReverseProxy {
  /** Returns everything that it logged: each address that was requested, and its own errors. */
  readonly log: () => string
  readonly end: () => Promise<void>
}

/** The place of a reverse proxy, before it runs. */
export interface ProxyPlace {
  readonly port: number
  /** The self-made certificate. */
  readonly certificate: string
  /** Starts the proxy in front of a server on a port of this machine. */
  readonly start: (kind: ProxyKind, serverPort: string) => Promise<ReverseProxy>
  readonly remove: () => void
}

/** The proxies of which there is a sample. */
export type ProxyKind = 'nginx' | 'caddy'

/** The name that clients use; it resolves nowhere. */
export const proxyHost = 'relay.example'

/** Chooses a port and makes a certificate. */
export async function prepareProxy(): Promise<ProxyPlace> {
  const folder = temporaryFolder()
  chmodSync(folder.path, 0o755) // if the tests run as root, the workers of nginx run as another user
  const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'certificate.pem')]
  const names = `subjectAltName=DNS:${proxyHost}`
  const request = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${proxyHost} -addext ${names}`
  const args = [...request.split(' '), '-keyout', key, '-out', certificate]
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`no certificate: ${stderr}`)
  const port = await freePort()
  const files = { folder: folder.path, key, certificate, port }
  return {
    port,
    certificate: readFileSync(certificate, 'utf8'),
    start: (kind, serverPort) => {
      const command = kind === 'nginx' ? nginx(files, serverPort) : caddy(files, serverPort)
      return run(command, join(files.folder, 'access.log'), port)
    },
    remove: folder.remove,
  }
}

interface Files {
  readonly folder: string
  readonly key: string
  readonly certificate: string
  readonly port: number
}

/** The sample, with the ports and files of the test in place of those in it. */
function sample(name: string, changes: readonly (readonly [from: string, to: string])[]): string {
  const text = readFileSync(join(root, 'e2e/example', name), 'utf8')
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`${name} has no "${from}"`)
    return all.replace(from, to)
  }, text)
}

function nginx({ folder, key, certificate, port }: Files, serverPort: string): readonly string[] {
  const site = sample('nginx.conf', [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['/etc/ssl/relay.example.pem', certificate],
    ['/etc/ssl/relay.example.key', key],
    ['127.0.0.1:8787', `127.0.0.1:${serverPort}`],
  ])
  writeFileSync(join(folder, 'site.conf'), site)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  const config = `daemon off; pid ${folder}/nginx.pid; error_log stderr; worker_processes 1;
    events { worker_connections 256; }
    http { access_log ${folder}/access.log; ${temporary} include ${folder}/site.conf; }`
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, config)
  return ['nginx', '-c', file, '-e', 'stderr']
}

function caddy({ folder, key, certificate, port }: Files, serverPort: string): readonly string[] {
  const log = `log {\n output file ${folder}/access.log\n}`
  const site = sample('Caddyfile', [
    [
      'relay.example {',
      `https://relay.example:${port} {\n bind 127.0.0.1\n tls ${certificate} ${key}\n ${log}`,
    ],
    ['127.0.0.1:8787', `127.0.0.1:${serverPort}`],
  ])
  const file = join(folder, 'Caddyfile')
  writeFileSync(file, `{\n admin off\n auto_https disable_redirects\n}\n${site}`)
  return ['caddy', 'run', '--config', file, '--adapter', 'caddyfile']
}

async function run(
  [program = '', ...args]: readonly string[],
  accessLog: string,
  port: number,
): Promise<ReverseProxy> {
  // nginx stands in /usr/sbin, which is not in the path of all users.
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` }
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  await Promise.race([listening(port), ended(child).then(() => Promise.reject(new Error(errors)))])
  return {
    log: () => `${readFileSync(accessLog, 'utf8')}${errors}`,
    end: async () => {
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Waits until something accepts connections on a port. */
async function listening(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
  })
  socket.destroy()
  if (!isOpen) await listening(port)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  await new Promise((resolve) => server.close(resolve))
  return port
}
