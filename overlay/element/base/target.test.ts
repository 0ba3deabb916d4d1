import { describe, expect, test } from 'vitest'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { commentOf } from '../danmu-overlay/comment-of.ts'
import { wordsFor } from '../../locale/index.ts'
import { overlayWords } from '../../locale/overlay.ts'
import { fakeChat, fakeEvent, fakeGift, fakeMembership, fakeSuperchat } from './event.fake.ts'
import { isTarget } from './is-target.ts'
import { isTargetLine, targetOf } from './target.ts'

const source = 'bilibili:6'
const here = [fakeChat('你好', { source }), fakeSuperchat({ source })]
const given = [fakeGift({ source }), fakeMembership({ source })]
const elsewhere = [fakeChat('你好'), fakeSuperchat()]
const all = targetOf(fakeEvent('retract', { target: { all: true }, source }))

/** Returns whether a retract removes an event from a list, and its line from the overlay. */
function isRemoved(event: FeedEvent): readonly boolean[] {
  return [isTarget(event, all), isTargetLine(commentOf(event, wordsFor(overlayWords, 'en'))!, all)]
}

describe('a retract of everything in a source', () => {
  test('removes the chat and superchats of the source', () => {
    expect(here.flatMap(isRemoved)).toEqual([true, true, true, true])
  })

  test('leaves gifts and memberships, and all events of other sources of the room', () => {
    expect([...given, ...elsewhere].flatMap(isRemoved)).not.toContain(true)
  })

  test('leaves the lines of a platform if it is itself a test event', () => {
    const made = targetOf(fakeEvent('retract', { target: { all: true }, source: 'test:room' }))
    expect(here.some((event) => isTarget(event, made))).toBe(false)
  })
})
