import type { WirePlatform } from '../platform.ts'
import { site } from './address.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { accountOffer, guestOffer } from './access.ts'
import { read } from './read.ts'
import { settings } from './settings.ts'
import { siblingOf } from './sibling.ts'

/** Douyin (抖音): protobuf in gzip, as its web page receives it. */
export const douyin: WirePlatform = {
  kind: 'wire',
  name: platformName,
  site,
  read,
  siblingOf,
  connect: connector,
  offers: [guestOffer, accountOffer],
  credential: {
    scope: 'room',
    cookies: ['sessionid', 'sessionid_ss'],
    domains: ['douyin.com'],
  },
  settings,
}
