import type { WirePlatform } from '../platform.ts'
import { readFrame } from '../wire/read.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { accountOffer, guestOffer } from './offer.ts'
import { hosts } from './ref.ts'
import { vocabulary } from './vocabulary.ts'

export { webAuthenticationPacket } from './authentication.ts'

/** Bilibili as its web page hears it. */
export const bilibili: WirePlatform = {
  kind: 'wire',
  name: platformName,
  read: (frame, tools) => readFrame(frame, tools, vocabulary),
  connect: connector,
  hosts,
  offers: [guestOffer, accountOffer],
  loginCookies: ['SESSDATA'],
}
