import { Problem } from './problem.ts'

/** What a request may be answered for, before any route sees it. */
export interface GuardOptions {
  /** True if we listen on this machine only: then any name but its own is DNS rebinding. */
  readonly loopback: boolean
  /** Origins besides our own whose pages may use this server. */
  readonly origins: ReadonlySet<string>
  /** Name of the cookie that makes a request the owner's. */
  readonly cookie: string
}

/**
 * Refuses what a page of another site sends from the owner's browser: a foreign `Host` or `Origin`
 * on a loopback listener, a foreign `Origin` with our cookie anywhere.
 *
 * @param secure - true if the request is known to have come by TLS: then plain HTTP is foreign.
 */
export function guard(
  headers: Headers,
  options: GuardOptions,
  secure = false,
): Problem | undefined {
  const host = headers.get('host') ?? ''
  if (options.loopback && !isLoopbackName(hostname(host))) {
    return new Problem('forbidden-host', 'use http://localhost and the port it prints at start')
  }
  const origin = headers.get('origin')
  const own = { host, secure, loopback: options.loopback }
  if (origin === null || options.origins.has(origin) || isOwn(origin, own)) return undefined
  const withCookie = (headers.get('cookie') ?? '').includes(`${options.cookie}=`)
  return options.loopback || withCookie
    ? new Problem('forbidden-origin', `add the origin to ORIGINS if you trust it`)
    : undefined
}

/** True for names that can only mean this machine. */
export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' || name === '[::1]' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  )
}

interface Own {
  readonly host: string
  readonly secure: boolean
  readonly loopback: boolean
}

function isOwn(origin: string, { host, secure, loopback }: Own): boolean {
  if (!URL.canParse(origin)) return false // `null`, from files and sandboxed frames
  const url = new URL(origin)
  // The other way round is fine: who terminates TLS before us may not be known to us.
  if (secure && url.protocol !== 'https:') return false
  // localhost and 127.0.0.1 are one server under two names; another port is another program.
  return url.host === host || (loopback && isLoopbackName(url.hostname) && url.port === port(host))
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '')
}

function port(host: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? ''
}
