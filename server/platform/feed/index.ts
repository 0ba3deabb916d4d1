import type { WirePlatform } from '../platform.ts'
import { connector } from './connect.ts'
import { readMessage } from './read.ts'
import { addressesOf, feedSettings } from './settings.ts'

/** Rooms of other relays of this kind: `feed:<name>`. */
export const feed: WirePlatform = {
  kind: 'wire',
  name: 'feed',
  site: { platform: 'feed', title: { en: 'Another relay', 'zh-CN': '其他 danmu-relay' } },
  read: readMessage,
  connect: connector,
  settings: feedSettings,
  endpoints: addressesOf,
}
