import type {
  AddressRefusal,
  RefusedAddress,
  SourceRoom,
} from '../../proto/input/address-reading.ts'
import type { Site } from '../../proto/input/site.ts'

/** Says in words why a text names no room, and what to paste instead. */
export function addressRefusal(
  { code, platform }: Omit<RefusedAddress, 'kind'>,
  sites: readonly Site[],
): string {
  const site = sites.find((one) => one.platform === platform)
  const why = words[code](site?.title.en ?? 'a platform', { name: platform ?? '', site })
  return code === 'off' ? why : `${why}; ${cureFor(site, sites)}`
}

/** Says in words which rooms a text may mean. */
export function choiceWords(rooms: readonly SourceRoom[]): string {
  const names = rooms.map(({ platform, ref }) => `${platform}:${ref}`)
  return `this may be several rooms; write one of ${names.join(', ')}`
}

interface About {
  readonly name: string
  readonly site: Site | undefined
}

const words: Readonly<Record<AddressRefusal, (title: string, about: About) => string>> = {
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

/** The example of the site it is about, else those of all. */
function cureFor(site: Site | undefined, sites: readonly Site[]): string {
  const about = site ? [site] : sites.filter(({ off }) => !off)
  const examples = about.flatMap(({ example }) => example ?? [])
  if (examples.length > 0) return `paste an address such as ${examples.join(' or ')}`
  return 'name it as platform:ref'
}
