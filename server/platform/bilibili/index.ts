import type { WirePlatform } from '../platform.ts'
import { readFrame } from '../wire/read.ts'
import { siblingsOf } from '../wire/sibling.ts'
import { bilibiliSite } from './address.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { accountOffer, guestOffer } from './offer.ts'
import { vocabulary } from './vocabulary.ts'

export { webAuthenticationPacket } from './authentication.ts'

/** Bilibili as its web page hears it. */
export const bilibili: WirePlatform = {
  kind: 'wire',
  name: platformName,
  site: bilibiliSite,
  read: (frame, tools) => readFrame(frame, tools, vocabulary),
  siblingOf: siblingsOf(vocabulary.normalizers.keys()),
  connect: connector,
  offers: [guestOffer, accountOffer],
  loginCookies: ['SESSDATA'],
  cookieDomains: ['bilibili.com'],
}
