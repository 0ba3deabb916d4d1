import type { WirePlatform } from '../platform.ts'
import { connector } from './connect/connector.ts'
import { hosts } from './connect/ref.ts'
import { platformName } from './envelope.ts'
import { accountOffer, guestOffer } from './offer.ts'
import { read } from './read.ts'

/** Douyin (抖音): protobuf in gzip, as its web page gets it. */
export const douyin: WirePlatform = {
  kind: 'wire',
  name: platformName,
  read,
  connect: connector,
  hosts,
  offers: [guestOffer, accountOffer],
  loginCookies: ['sessionid', 'sessionid_ss'],
}
