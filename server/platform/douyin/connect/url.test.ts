import { expect, test } from 'vitest'
import { seededRandom } from '../../../lib/random.ts'
import { longId } from './long-id.ts'
import { profileSchema, shippedDate } from './profile.ts'
import { address, beginning, enterQuery, pushQuery } from './url.ts'

const currentProfile = profileSchema.parse({ date: shippedDate })
const target = { roomId: '7599999999999999001', visitorId: '7599888877776666555' }
const now = 1_763_650_000_000
const from = beginning(target, now, seededRandom(1))

test('S0-4, S1-18: the push address holds exactly these fields, in this order', () => {
  const query = pushQuery(target, { cursor: 'CURSOR', detail: 'DETAIL' }, currentProfile)
  expect(address('', query)).toMatchInlineSnapshot(
    `"?app_name=douyin_web&version_code=180800&webcast_sdk_version=1.0.15&update_version_code=1.0.15&compress=gzip&device_platform=web&cookie_enabled=true&screen_width=1920&screen_height=1080&browser_language=zh-CN&browser_platform=Win32&browser_name=Mozilla&browser_version=5.0%20(Windows%20NT%2010.0%3B%20Win64%3B%20x64)%20AppleWebKit%2F537.36%20(KHTML%2C%20like%20Gecko)%20Chrome%2F142.0.0.0%20Safari%2F537.36&browser_online=true&tz_name=Asia%2FShanghai&cursor=CURSOR&internal_ext=DETAIL&host=https%3A%2F%2Flive.douyin.com&aid=6383&live_id=1&did_rule=3&endpoint=live_pc&support_wrds=1&user_unique_id=7599888877776666555&im_path=%2Fwebcast%2Fim%2Ffetch%2F&identity=audience&need_persist_msg_count=15&insert_task_id=&live_reason=&room_id=7599999999999999001&heartbeatDuration=0"`,
  )
})

test('S0-5: another version in the profile is another address', () => {
  const later = { ...currentProfile, versionCode: '190000', sdkVersion: '1.0.16' }
  expect(pushQuery(target, from, later)).toMatchObject({
    version_code: '190000',
    webcast_sdk_version: '1.0.16',
    update_version_code: '1.0.16',
  })
})

test('S1-18: no time in the address is older than the call', () => {
  const url = address('', pushQuery(target, from, currentProfile))
  const times = decodeURIComponent(url).match(/(?<!\d)1\d{12}(?!\d)/g) ?? []
  expect(times.length).toBeGreaterThan(2)
  expect(times.map(Number).filter((time) => time !== now)).toEqual([])
})

test('contains the room and the visitor at the beginning of a connection', () => {
  expect(from.detail).toMatch(
    /^internal_src:dim\|wss_push_room_id:7599999999999999001\|wss_push_did:7599888877776666555\|/,
  )
  expect(from.cursor).toMatch(/^d-1_u-1_fh-7\d{18}_t-1763650000000_r-1$/)
})

test('S1-17: contains the position where an earlier connection stopped, byte for byte', () => {
  const resume = { cursor: 't-1_r-2_d-1_u-1', detail: 'a:b|c:d+e/f%20 &=#' }
  const url = new URL(address('wss://x/', pushQuery(target, resume, currentProfile)))
  expect(url.searchParams.get('cursor')).toBe(resume.cursor)
  expect(url.searchParams.get('internal_ext')).toBe(resume.detail)
})

test('writes spaces as %20', () => {
  expect(address('https://x/', { a: 'b c+d', e: '' })).toBe('https://x/?a=b%20c%2Bd&e=')
})

test('requests a room by its web_rid', () => {
  expect(enterQuery('80017709309', currentProfile)).toMatchObject({
    web_rid: '80017709309',
    aid: '6383',
    browser_version: '142.0.0.0',
  })
})

test('draws ids in the range of unknown visitors', () => {
  const random = seededRandom(7)
  const ids = Array.from({ length: 500 }, () => longId(random))
  expect(ids.filter((id) => !/^7[3-9]\d{17}$/.test(id))).toEqual([])
  expect(longId(() => 0)).toBe('7300000000000000000')
  expect(longId(() => 1 - 2 ** -53)).toBe('7999999999999999999')
})
