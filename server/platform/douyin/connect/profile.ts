/** A query of Douyin's, in the order the web client writes it. */
export type Query = Readonly<Record<string, string>>

/** Everything about Douyin's web client that may be different tomorrow. */
export interface Profile {
  readonly userAgent: string
  /** Where rooms have their pages. */
  readonly site: string
  /** Where short links lead over; the answer names the room by its web_rid. */
  readonly reflow: string
  /** The push service; every host serves every room. */
  readonly push: readonly [string, ...string[]]
  readonly pushPath: string
  /** The web client's name for itself. */
  readonly app: Readonly<Record<'aid' | 'app_name' | 'live_id' | 'device_platform', string>>
  /** What it runs in. */
  readonly browser: Query
  readonly versionCode: string
  readonly sdkVersion: string
}

const chrome = '142.0.0.0'

/**
 * The web client as of 2026-11-20. Hosts, versions and fields are those which the public clients
 * kept up in 2026 agree on (jwwsjlm/douyinLive 006d1b2, biliup adf6a1c, cv-cat/DouYin_Spider
 * c1466c0); the hosts moved from webcast5 to webcast100 that spring.
 */
export const currentProfile: Profile = {
  userAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome} Safari/537.36`,
  site: 'https://live.douyin.com',
  reflow: 'https://webcast.amemv.com',
  push: [
    'wss://webcast100-ws-web-lq.douyin.com',
    'wss://webcast100-ws-web-hl.douyin.com',
    'wss://webcast100-ws-web-lf.douyin.com',
  ],
  pushPath: '/webcast/im/push/v2/',
  app: { aid: '6383', app_name: 'douyin_web', live_id: '1', device_platform: 'web' },
  browser: {
    cookie_enabled: 'true',
    screen_width: '1920',
    screen_height: '1080',
    browser_language: 'zh-CN',
    browser_platform: 'Win32',
  },
  versionCode: '180800',
  sdkVersion: '1.0.15',
}
