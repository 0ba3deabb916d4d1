import { expect, test } from 'vitest'
import { choosePlatforms, platforms, refusalOfPlatform, siteNames } from './registry.ts'

test('all platforms run unless some are named', () => {
  expect(choosePlatforms()).toEqual(platforms)
  expect(siteNames).toContain('bilibili-open')
  expect(siteNames).not.toContain('demo')
})

test('of the sites only the named ones run; platforms without a network always do', () => {
  expect([...choosePlatforms(['bilibili-open']).keys()]).toEqual([
    'demo',
    'replay',
    'bilibili-open',
    'live',
  ])
})

test('a disabled platform is distinguished from one that does not exist', () => {
  const official = choosePlatforms(['bilibili-open'])
  expect(refusalOfPlatform('bilibili-open', official)).toBeUndefined()
  expect(refusalOfPlatform('bilibili', official)).toBe(
    'bilibili is switched off on this server by PLATFORMS; running are demo, replay, bilibili-open, live',
  )
  expect(refusalOfPlatform('huya', official)).toContain('there is no platform huya')
})
