import type { WirePlatform } from '../platform.ts'
import { readFrame } from '../bilibili-packet/read.ts'
import { siblingsOf } from '../sibling.ts'
import { bilibiliSite } from './address.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { accountOffer, guestOffer } from './access.ts'
import { vocabulary } from './normalizers.ts'

export { webAuthenticationPacket } from './authentication.ts'

/** Bilibili, with the access of its web page. */
export const bilibili: WirePlatform = {
  kind: 'wire',
  name: platformName,
  site: bilibiliSite,
  read: (frame, tools) => readFrame(frame, tools, vocabulary),
  siblingOf: siblingsOf(vocabulary.normalizers.keys()),
  connect: connector,
  offers: [guestOffer, accountOffer],
  credential: { scope: 'room', cookies: ['SESSDATA'], domains: ['bilibili.com'] },
}
