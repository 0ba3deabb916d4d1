import type {
  AddressRefusal,
  RefusedAddress,
  SourceRoom,
} from '../../proto/input/address-reading.ts'
import type { Site } from '../../proto/input/site.ts'

/** Returns a text with the reason why an input names no room, and with what to paste instead. */
export function addressRefusal(
  { code, platform }: Omit<RefusedAddress, 'kind'>,
  sites: readonly Site[],
): string {
  const site = sites.find((one) => one.platform === platform)
  const why = words[code](site?.title.en ?? 'a platform', { name: platform ?? '', site })
  return code === 'off' ? why : `${why}; ${adviceFor(site, sites)}`
}

/** Returns a text that lists the rooms an input may mean. */
export function choiceWords(rooms: readonly SourceRoom[]): string {
  const names = rooms.map(({ platform, ref }) => `${platform}:${ref}`)
  return `this may be several rooms; write one of ${names.join(', ')}`
}

interface RefusalContext {
  readonly name: string
  readonly site: Site | undefined
}

const words: Readonly<Record<AddressRefusal, (title: string, about: RefusalContext) => string>> = {
  empty: () => 'nothing was given',
  unreadable: () => 'this is no address of a room',
  'unknown-site': () => 'this site is not known here',
  'unknown-platform': (_, { name }) => `there is no platform ${name}`,
  'no-room': (title) => `this page of ${title} names no room`,
  profile: (title) => `this is a profile on ${title}, not a room`,
  video: (title) => `this is a video or post on ${title}, not a room`,
  'bad-ref': (title, { site }) =>
    site?.refIs ? `a room of ${title} is ${site.refIs.en}` : `this is no room of ${title}`,
  'other-site': (title) => `this is a room of ${title}`,
  off: (_, { name }) => `${name} is switched off on this server by PLATFORMS`,
  cut: () => 'this link was cut short where it was shown',
  overlay: () => 'this is the link of an overlay, which names no room',
}

/** Returns advice with the example of one site, or of all sites that are enabled. */
function adviceFor(site: Site | undefined, sites: readonly Site[]): string {
  const about = site ? [site] : sites.filter(({ off }) => !off)
  const examples = about.flatMap(({ example }) => example ?? [])
  if (examples.length > 0) return `paste an address such as ${examples.join(' or ')}`
  return 'name it as platform:ref'
}
