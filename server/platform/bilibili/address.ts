import type { Site } from '../../../proto/input/site.ts'
import { platformName } from './id.ts'

// The hosts of short links, which all belong to the site.
const shortHosts = ['b23.tv', 'bili2233.cn', 'bili22.cn', 'bili23.cn', 'bili33.cn']

const live = ['live.bilibili.com', 'm.live.bilibili.com']
const main = ['www.bilibili.com', 'm.bilibili.com', 'bilibili.com']
const apps = ['bilibili:', 'bililive:']

// The ids of videos and articles, in contrast to the seven letters and digits of a short link.
const work = 'BV\\w{10}|av\\d+|ep\\d+|ss\\d+|md\\d+|cv\\d+|au\\d+'

const works =
  '(?:s/)?video|bangumi|cheese|read|opus|dynamic|audio|list|medialist|festival|player\\.html'

const numberFields = ['room_id', 'roomid', 'roomId', 'roomID', 'live_room_id']

/** The names and addresses of Bilibili's rooms. Numbers have up to 16 digits, exact in JSON. */
export const site: Site = {
  platform: platformName,
  title: { en: 'Bilibili', 'zh-CN': 'B站' },
  aliases: ['哔哩哔哩', 'bilibili', '哔哩', '哔站', 'b站', 'bili'],
  ref: '[1-9]\\d{0,15}',
  refIs: { en: 'a number', 'zh-CN': '一串数字' },
  numbered: true,
  example: 'https://live.bilibili.com/21452505',
  pages: [
    // `/h5/` is the page for phones, `/blanc/` is the page without decorations.
    { at: live, path: '/(?:(?:h5|blanc|live|mobile|room|m)/)?(\\d+)/?', gives: 'room' },
    { at: live, path: '/(?:record|playback)/.*', gives: 'video' },
    { at: main, path: '/(?:h5/|mobile/)?live/(\\d+)/?', gives: 'room' },
    { at: main, path: '/blackboard/live/.*', query: ['cid', ...numberFields], gives: 'room' },
    { at: main, path: '/(?:space|author)/.*', gives: 'profile' },
    { at: ['space.bilibili.com'], gives: 'profile' },
    { at: [...main, 'player.bilibili.com'], path: `/(?:${works}|${work})(?:/.*)?`, gives: 'video' },
    { at: ['t.bilibili.com', 'h.bilibili.com'], path: '/\\d+', gives: 'video' },
    { at: shortHosts, path: `/(?:${work})(?:/.*)?`, gives: 'video' },
    { at: shortHosts, path: '/[\\w-]{1,64}/?', gives: 'short-link' },
    { at: apps, path: '/(?:player/)?live/(\\d+)(?:/.*)?', gives: 'room' },
    { at: apps, path: '/(?:space|author)/.*', gives: 'profile' },
    { at: apps, path: '/(?:video|bangumi|pgc|opus|following)/.*', gives: 'video' },
    // The page of an event names its room in the query.
    { at: ['bilibili.com', '.bilibili.com', ...apps], query: numberFields, gives: 'room' },
    { at: ['bilibili.com', '.bilibili.com', ...shortHosts, ...apps], gives: 'no-room' },
  ],
}
