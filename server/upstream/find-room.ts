import { type Connector } from '../platform/connector.ts'
import { RiskControl, RoomNotFound } from '../platform/errors.ts'
import { type NamedSource, namedSource, type SourceRefusal } from '../platform/named-source.ts'
import type { GeneratedPlatform, Platform } from '../platform/platform.ts'
import { ShortLinkRefused } from '../platform/room-on-site.ts'
import { connectorIo, type ConnectorNetwork } from './network.ts'

/**
 * Finds the room of a site in a pasted text. Makes a request only for a short link or the link of a
 * broadcast, and only to hosts of its site.
 *
 * @param platform - the only platform to accept.
 * @throws AddressRefused if the text names no room; LinkUnresolved if the site does not say now.
 */
export type FindRoom = (text: string, platform?: string) => Promise<NamedSource>

/** Signals a text that names no room of a site; the message says what to paste. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
  /** The kind of address that it is instead, if that is known. */
  readonly refused: SourceRefusal['refused'] | undefined

  constructor(message: string, refused?: SourceRefusal['refused'], options?: ErrorOptions) {
    super(message, options)
    this.refused = refused
  }
}

/** Signals a link whose room the site does not tell now; a later attempt may succeed. */
export class LinkUnresolved extends Error {
  override readonly name = 'LinkUnresolved'
}

const limitMs = 10_000

/** Creates a {@link FindRoom} that uses the addresses of the platforms. */
export function createFindRoom(
  platforms: ReadonlyMap<string, Platform>,
  network: ConnectorNetwork,
): FindRoom {
  return async (text, wanted) => {
    const named = namedSource(text, platforms, wanted)
    if ('refused' in named) throw new AddressRefused(named.reason, named.refused)
    const platform = platforms.get(named.platform)
    if (!platform) return named
    const ref = await refAt(platform, named.ref, network).catch((cause: unknown) => {
      throw refusalOf(cause)
    })
    return { ...named, ref }
  }
}

function refusalOf(cause: unknown): AddressRefused | LinkUnresolved {
  if (cause instanceof RoomNotFound) {
    const refused = cause instanceof ShortLinkRefused ? cause.refused : undefined
    return new AddressRefused(cause.message, refused, { cause })
  }
  const why = cause instanceof RiskControl ? cause.message : 'the link cannot be followed now'
  return new LinkUnresolved(why, { cause })
}

/** Lets the platform check a ref, too: it may know that an id cannot exist. */
async function refAt(platform: Platform, text: string, network: ConnectorNetwork): Promise<string> {
  if (platform.kind === 'generated') {
    requireTimeline(platform, text)
    return text
  }
  const find = platform.kind === 'wire' ? platform.connect?.refOf : undefined
  return find ? within(network, platform.name, find, text) : text
}

function requireTimeline({ timeline }: GeneratedPlatform, ref: string): void {
  try {
    timeline(ref, 0)
  } catch (cause) {
    if (cause instanceof RangeError) throw new RoomNotFound(cause.message, { cause })
    throw cause
  }
}

async function within(
  network: ConnectorNetwork,
  platform: string,
  refOf: NonNullable<Connector['refOf']>,
  text: string,
): Promise<string> {
  const controller = new AbortController()
  const timer = network.clock.after(limitMs, () => controller.abort())
  try {
    return await refOf(text, connectorIo(network, platform, controller))
  } finally {
    timer.cancel()
  }
}
