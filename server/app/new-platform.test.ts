import { expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig, settingsWith } from '../config/index.ts'
import { credentialWishOf } from '../http/route/credential-shape.ts'
import { defineSettings } from '../lib/setting.ts'
import { namedSource } from '../platform/named-source.ts'
import type { WirePlatform } from '../platform/platform.ts'
import { credentialFormsOf, platforms, type Platforms } from '../platform/registry.ts'

/** A platform that is a line in the registry, and is named nowhere else. */
const madeUp: WirePlatform = {
  kind: 'wire',
  name: 'made-up',
  site: {
    platform: 'made-up',
    title: { en: 'Made-up', 'zh-CN': '虚构' },
    ref: '\\d+',
    pages: [{ at: ['live.made-up.example'], path: '/room/(\\d+)', gives: 'room' }],
  },
  read: () => ({ drafts: [], raws: [], effects: [], faults: [] }),
  credential: {
    scope: 'source',
    fields: z.strictObject({ appId: z.int(), secret: z.string() }),
    shown: ['appId'],
  },
  settings: defineSettings({
    MADE_UP_REGION: { key: 'madeUpRegion', help: 'The region.', schema: z.string().optional() },
  }),
}

const withMadeUp: Platforms = new Map([...platforms, [madeUp.name, madeUp]])
const known = settingsWith(withMadeUp)

test('a setting of a new platform is read, and unknown without it', () => {
  const file = { MADE_UP_REGION: 'north' }
  expect(readConfig({}, file, known)).toMatchObject({ madeUpRegion: 'north' })
  expect(() => readConfig({}, file)).toThrow('MADE_UP_REGION: there is no such setting')
})

test('a new platform can be chosen, and has a proxy', () => {
  const proxies = { 'made-up': 'http://10.0.0.1:8080' }
  const env = { PLATFORMS: 'made-up', PROXIES: JSON.stringify(proxies) }
  expect(readConfig(env, {}, known)).toMatchObject({ platforms: ['made-up'], proxies })
  expect(() => readConfig(env)).toThrow(/PLATFORMS: .*\n*PROXIES: /)
})

test('the credential form of a new platform is offered', () => {
  const login = { platform: 'made-up', appId: 1, secret: 'x' }
  const wish = credentialWishOf(credentialFormsOf(withMadeUp))
  expect(wish.parse(login)).toEqual(login)
  expect(wish.safeParse({ ...login, appId: 'x' }).success).toBe(false)
  expect(credentialWishOf(credentialFormsOf(platforms)).safeParse(login).success).toBe(false)
})

test('the address of a room of a new platform is recognised', () => {
  const source = { platform: 'made-up', ref: '42' }
  expect(namedSource('https://live.made-up.example/room/42', withMadeUp)).toEqual(source)
  expect(namedSource('made-up:42', withMadeUp)).toEqual(source)
  expect(namedSource('https://live.made-up.example/room/42', platforms)).toMatchObject({
    refused: 'unknown-site',
  })
})
