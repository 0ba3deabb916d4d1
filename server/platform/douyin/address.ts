import type { Site } from '../../../proto/input/site.ts'
import { platformName } from './id.ts'

const live = ['live.douyin.com']
const pages = ['www.douyin.com', 'douyin.com', 'm.douyin.com']
// The hosts in links that the app shares.
const shared = [...pages, 'www.iesdouyin.com']
const reflow = ['webcast.amemv.com', 'webcast-open.douyin.com', 'live.douyin.com', ...shared]
const apps = ['snssdk1128:', 'snssdk2329:', 'aweme:']

// A ref does not begin with a dot: it becomes a part of a path, which must not be `..`.
const ref = '\\w[\\w.-]{0,63}'

// Other pages with a path of one part, like that of a room.
const notRooms =
  'hot_live|category|categorynew|follow|search|discover|recommend|game|webcast|share|download'

const idFields = ['room_id', 'roomId', 'live_room_id']

/**
 * The names and addresses of Douyin's rooms: the number in their address (web_rid) or the display
 * id of the anchor. A number of 17 or more digits is the id of one broadcast.
 */
export const site: Site = {
  platform: platformName,
  title: { en: 'Douyin', 'zh-CN': '抖音' },
  aliases: ['抖音', 'douyin'],
  ref,
  refIs: { en: 'a number or a display id', 'zh-CN': '一串数字或抖音号' },
  broadcast: '[1-9]\\d{16,19}',
  numbered: true,
  example: 'https://live.douyin.com/80017709309',
  pages: [
    { at: live, path: `/(?!(?:${notRooms})/?$)(${ref})/?`, gives: 'room' },
    { at: shared, path: '/share/live(?:web)?/(\\d+)/?', gives: 'broadcast' },
    // A room that was opened from the feed of videos or the list of followed anchors.
    { at: pages, path: `/(?:[\\w-]+/)*live/(${ref})/?`, gives: 'room' },
    { at: reflow, path: '/(?:[\\w-]+/)*reflow/(\\d+)/?', gives: 'broadcast' },
    { at: shared, path: '/(?:share/)?user(?:/.*)?', gives: 'profile' },
    {
      at: shared,
      path: '/(?:share/)?(?:video|note|slides|mix|collection|music|series|lvdetail|article)(?:/.*)?',
      gives: 'video',
    },
    { at: ['v.douyin.com'], path: '/[\\w-]{1,64}/?', gives: 'short-link' },
    {
      at: apps,
      path: '/(?:webcast_room|live|room)(?:/.*)?',
      query: [...idFields, 'id'],
      gives: 'broadcast',
    },
    { at: apps, path: '/user/.*', gives: 'profile' },
    { at: apps, path: '/(?:aweme|video|music)/.*', gives: 'video' },
    { at: ['.douyin.com', 'douyin.com'], query: ['web_rid', 'webRid'], gives: 'room' },
    { at: [...reflow, ...live, ...apps], query: idFields, gives: 'broadcast' },
    { at: pages, query: ['modal_id', 'aweme_id', 'vid'], gives: 'video' },
    {
      at: ['douyin.com', '.douyin.com', '.iesdouyin.com', '.amemv.com', ...apps],
      gives: 'no-room',
    },
  ],
}
