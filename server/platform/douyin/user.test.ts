import Long from 'long'
import { describe, expect, test } from 'vitest'
import { ChatMessage, type User } from '../../../proto/gen/douyin.js'
import { fixture, readOne, tools } from './frame.fake.ts'
import { read } from './read.ts'
import { userOf } from './user.ts'

const envelope = { id: 'douyin:1', now: Long.UZERO, mask: tools.mask }
const long = (text: string) => Long.fromString(text)
const ordinary: User.$Properties = {
  id: long('7600000000000000011'),
  nickname: '甲',
  mysteryMan: 1,
}

describe('a known user', () => {
  test('has the platform id, whatever its size', () => {
    expect(userOf(ordinary, envelope)).toEqual({ id: 'douyin:7600000000000000011', name: '甲' })
  })

  test('has the badge of a club only as its member', () => {
    const data = { clubName: '测试团', level: 5 }
    const outside = userOf({ ...ordinary, fansClub: { data } }, envelope)
    const inside = userOf(
      { ...ordinary, fansClub: { data: { ...data, userFansClubStatus: 1 } } },
      envelope,
    )
    expect(outside).not.toHaveProperty('fan')
    expect(inside?.fan).toEqual({ name: '测试团', level: 5 })
  })

  test('has the first picture that is https', () => {
    const urlList = ['http://a/x.png', 'https://b/x.png', 'https://c/x.png']
    expect(userOf({ ...ordinary, avatarThumb: { urlList } }, envelope)?.avatar).toBe(
      'https://b/x.png',
    )
    const plain = userOf({ ...ordinary, avatarThumb: { urlList: ['http://a/x.png'] } }, envelope)
    expect(plain).not.toHaveProperty('avatar')
  })

  test('has the spending level and the role of an admin', () => {
    const admin = { ...ordinary, payGrade: { level: long('30') }, userAttr: { isAdmin: true } }
    expect(userOf(admin, envelope)).toMatchObject({ level: 30, roles: ['admin'] })
  })

  test('is absent if the message has no user', () => {
    expect(userOf(undefined, envelope)).toBeUndefined()
    expect(userOf({}, envelope)).toBeUndefined()
  })
})

describe('a masked user', () => {
  const secUid = 'MS4wLjABAAAA'
  const hashed = `douyin:masked-${tools.mask(secUid)}`

  test.each([
    ['the dummy id', { id: long('111111') }],
    ['no id', { id: Long.ZERO }],
    ['a mystery man', { ...ordinary, mysteryMan: 2 }],
    ['anonymous', { ...ordinary, isAnonymous: true }],
  ])('%s has a keyed hash for an id', (_how, user) => {
    expect(userOf({ nickname: '小***', ...user, secUid }, envelope)).toMatchObject({
      id: hashed,
      masked: true,
    })
  })

  test('is hashed by the other key if the first is missing', () => {
    const user = userOf({ id: long('111111'), nickname: 'a', webcastUid: 'w' }, envelope)
    expect(user?.id).toBe(`douyin:masked-${tools.mask('w')}`)
  })

  test('has no id at all without a key, so two of them are never one', () => {
    const { drafts } = read(fixture('synthetic-chat-masked-user'), tools)
    expect(drafts.map(({ user }) => [user?.id, user?.name, user?.masked])).toEqual([
      [undefined, '小***', true],
      [undefined, '阿***', true],
    ])
  })

  test('reports that all are masked, unless the user paid to be anonymous', () => {
    const said = (who: object) =>
      readOne('WebcastChatMessage', ChatMessage, { content: 'hi', user: { nickname: 'a', ...who } })
        .effects
    expect(said({ id: long('111111') })).toEqual([{ kind: 'masked' }])
    expect(said({ id: long('111111'), mysteryMan: 2 })).toEqual([])
    expect(said({ ...ordinary, isAnonymous: true })).toEqual([])
  })

  test('is masked if the message hides the profile, whatever the user fields are', () => {
    expect(userOf({ ...ordinary, secUid }, envelope, true)).toMatchObject({
      id: hashed,
      masked: true,
    })
  })
})
