import type { WirePlatform } from '../platform.ts'
import { readFrame } from '../bilibili-packet/read.ts'
import { siblingsOf } from '../sibling.ts'
import { site } from './address.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { accountOffer, guestOffer } from './access.ts'
import { isIgnored, normalizers } from './normalizers.ts'

export { webAuthenticationPacket } from './authentication.ts'

/** Bilibili, with the access of its web page. */
export const bilibili: WirePlatform = {
  kind: 'wire',
  name: platformName,
  site,
  read: (frame, tools) => readFrame(frame, tools, { normalizers, isIgnored }),
  siblingOf: siblingsOf(normalizers.keys()),
  connect: connector,
  offers: [guestOffer, accountOffer],
  credential: { scope: 'room', cookies: ['SESSDATA'], domains: ['bilibili.com'] },
}
