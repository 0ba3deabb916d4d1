import { sessionCookie } from './authenticate.ts'
import { Problem } from '../problem.ts'

/** The hosts and origins whose requests are answered; checked before any route. */
export interface OriginCheckOptions {
  /**
   * True if the server listens on this machine only and no setting names a proxy. Every host name
   * but those of this machine is then DNS rebinding, and every page of another site is refused.
   */
  readonly local: boolean
  /** Origins besides our own whose pages may use this server. */
  readonly origins: ReadonlySet<string>
  /** Name of the cookie that makes a request the owner's. */
  readonly cookie: string
  /** The public origin of this server. */
  readonly publicUrl?: string | undefined
  /** True if requests under other host names than our own are refused. */
  readonly namesOnly?: boolean
  /** Receives the problem, and the foreign host or origin, of each refused request. */
  readonly onRefused?: (refused: Problem, name: string) => void
}

/** The settings that define how clients reach a server. */
export interface ReachSettings {
  readonly host: string
  readonly origins: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly publicUrl?: string | undefined
}

/** Returns true if only programs on this machine are clients: no setting names a proxy before it. */
export function isLocal({ host, trustedProxies, publicUrl }: ReachSettings): boolean {
  return isLoopbackName(host) && trustedProxies.length === 0 && publicUrl === undefined
}

/** Returns the options of the guard that follow from the settings. */
export function guardOptionsOf(
  settings: ReachSettings,
  onRefused?: OriginCheckOptions['onRefused'],
): OriginCheckOptions {
  const { host, origins, trustedProxies, publicUrl } = settings
  return {
    local: isLocal(settings),
    // If only TRUSTED_PROXIES is set, the public host name is unknown, and no name can be refused.
    namesOnly: isLoopbackName(host) && (trustedProxies.length === 0 || publicUrl !== undefined),
    origins: new Set(origins),
    cookie: sessionCookie,
    publicUrl,
    ...(onRefused ? { onRefused } : {}),
  }
}

/**
 * Refuses what a page of another site sends from the owner's browser: a foreign `Host` or `Origin`
 * on a loopback listener, a foreign `Origin` with our cookie anywhere.
 *
 * @param secure - true if the request is known to have come by TLS: then plain HTTP is foreign.
 */
export function checkOrigin(
  headers: Headers,
  options: OriginCheckOptions,
  secure = false,
): Problem | undefined {
  const host = headers.get('host') ?? ''
  if (!isOwnHost(host, options)) return refused('forbidden-host', host, options)
  const origin = headers.get('origin')
  if (origin === null || isAllowed(origin, options, { host, secure })) return undefined
  const withCookie = (headers.get('cookie') ?? '').includes(`${options.cookie}=`)
  return options.local || withCookie ? refused('forbidden-origin', origin, options) : undefined
}

/**
 * Refuses requests that a browser sends for a page of another site without an `Origin`: pictures,
 * frames, requests whose answers the page cannot read. On a loopback listener these too open rooms.
 */
export function guardEmbedding(headers: Headers, options: OriginCheckOptions): Problem | undefined {
  const site = headers.get('sec-fetch-site')
  if (!options.local || site === null || ownSites.has(site)) return undefined
  const from = headers.get('origin') ?? originOf(headers.get('referer'))
  const own = { host: headers.get('host') ?? '', secure: false }
  if (from !== undefined && isAllowed(from, options, own)) return undefined
  return refused('forbidden-origin', from ?? site, options)
}

/** Returns true for host names that can only mean this machine. */
export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' || name === '[::1]' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  )
}

const ownSites: ReadonlySet<string> = new Set(['same-origin', 'none'])

const details = {
  'forbidden-host':
    'this server answers programs on its own machine, under http://localhost and the port it prints at start; behind a proxy set PUBLIC_URL to the address people use, and TRUSTED_PROXIES',
  'forbidden-origin':
    "add the page's origin to ORIGINS if you trust it; if it is the address of this server itself, set PUBLIC_URL to it",
} as const

function refused(
  code: keyof typeof details,
  name: string,
  { onRefused }: Pick<OriginCheckOptions, 'onRefused'>,
): Problem {
  const problem = new Problem(code, details[code])
  onRefused?.(problem, name)
  return problem
}

function isOwnHost(
  host: string,
  { local, namesOnly = local, publicUrl }: OriginCheckOptions,
): boolean {
  if (!namesOnly || isLoopbackName(hostname(host))) return true
  // Some proxies pass the port on, others do not.
  return publicUrl !== undefined && hostname(host).toLowerCase() === new URL(publicUrl).hostname
}

interface Own {
  readonly host: string
  readonly secure: boolean
}

function isAllowed(origin: string, options: OriginCheckOptions, own: Own): boolean {
  return options.origins.has(origin) || origin === options.publicUrl || isOwn(origin, options, own)
}

function isOwn(origin: string, { local }: OriginCheckOptions, { host, secure }: Own): boolean {
  if (!URL.canParse(origin)) return false // `null`, from files and sandboxed frames
  const url = new URL(origin)
  // The reverse is allowed: a proxy that terminates TLS before this server may be unknown to it.
  if (secure && url.protocol !== 'https:') return false
  // localhost and 127.0.0.1 are one server under two names; another port is another program.
  return url.host === host || (local && isLoopbackName(url.hostname) && url.port === port(host))
}

function originOf(address: string | null): string | undefined {
  return address !== null && URL.canParse(address) ? new URL(address).origin : undefined
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '')
}

function port(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? ''
}
