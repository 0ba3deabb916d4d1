import { describe, expect, test } from 'vitest'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { lineOf } from '../../danmaku/line.ts'
import { wordsFor } from '../../locale/index.ts'
import { fakeChat, fakeEvent, fakeGift, fakeMembership, fakeSuperchat } from './event.fake.ts'
import { isTarget, isTargetLine, targetOf } from './target.ts'

const source = 'bilibili:6'
const here = [fakeChat('你好', { source }), fakeSuperchat({ source })]
const given = [fakeGift({ source }), fakeMembership({ source })]
const elsewhere = [fakeChat('你好'), fakeSuperchat()]
const all = targetOf(fakeEvent('retract', { target: { all: true }, source }))

/** Whether an event goes from a list, and its line from the overlay. */
function goes(event: FeedEvent): readonly boolean[] {
  return [isTarget(event, all), isTargetLine(lineOf(event, wordsFor('en'))!, all)]
}

describe('a retract of everything', () => {
  test('takes back what was said in its source', () => {
    expect(here.flatMap(goes)).toEqual([true, true, true, true])
  })

  test('leaves what was given, and what was said in other sources of the room', () => {
    expect([...given, ...elsewhere].flatMap(goes)).not.toContain(true)
  })

  test('that is a test leaves what a platform said', () => {
    const made = targetOf(fakeEvent('retract', { target: { all: true }, source: 'test:room' }))
    expect(here.some((event) => isTarget(event, made))).toBe(false)
  })
})
