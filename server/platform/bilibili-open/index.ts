import type { WirePlatform } from '../platform.ts'
import { readFrame } from '../bilibili-packet/read.ts'
import { siblingsOf } from '../sibling.ts'
import { connector } from './connect/connector.ts'
import { platformName } from './id.ts'
import { appOffer } from './access.ts'
import { openLiveFields } from './credential.ts'
import { isIgnored, normalizers } from './normalizers.ts'

/** Bilibili's open platform, with the access of a registered app. */
export const bilibiliOpen: WirePlatform = {
  kind: 'wire',
  name: platformName,
  site: {
    platform: platformName,
    title: { en: 'Bilibili Open Live', 'zh-CN': 'B站开放平台' },
  },
  read: (frame, tools) => readFrame(frame, tools, { normalizers, isIgnored }),
  siblingOf: siblingsOf(normalizers.keys()),
  connect: connector,
  offers: [appOffer],
  credential: { scope: 'source', fields: openLiveFields, shown: ['appId'] },
}
