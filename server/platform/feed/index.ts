import type { WirePlatform } from '../platform.ts'
import { connector } from './connect/connector.ts'
import { read } from './read.ts'
import { endpoints, settings } from './settings.ts'

/** Rooms of other relays of this kind: `feed:<name>`. */
export const feed: WirePlatform = {
  kind: 'wire',
  name: 'feed',
  site: { platform: 'feed', title: { en: 'Another relay', 'zh-CN': '其他 danmu-relay' } },
  read,
  connect: connector,
  settings,
  endpoints,
}
