import { expect, test } from 'vitest'
import type { Draft, FeedEvent, GiftEvent } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { demo } from '../platform/demo/index.ts'
import { runTimeline } from './generated.ts'

const clock = createFakeClock()

/** Returns the drafts of a minute of the demo, in a room that showed these gifts before. */
async function minute(recent: readonly FeedEvent[] = []): Promise<readonly Draft[]> {
  const said: Draft[] = []
  const sink = {
    recent,
    publish: (draft: Draft) => void said.push(draft),
    publishRaw: () => undefined,
  }
  const session = runTimeline(demo.timeline('busy', 1), sink, clock)
  clock.advance(60_000)
  await session.close()
  return said
}

const giftsOf = (drafts: readonly Draft[]) => drafts.filter((draft) => draft.type === 'gift')
const idsOf = (drafts: readonly Draft[]) => drafts.flatMap(({ id }) => id ?? [])

test('a demo that starts again repeats no event, though its texts are the same', async () => {
  const first = await minute()
  const place = { room: 'r', source: 'demo:busy', at: clock.now(), receivedAt: clock.now() }
  const recent = giftsOf(first).map((gift, seq): GiftEvent => {
    return { ...place, v: 1, seq, id: `e:${seq}`, ...gift }
  })
  const second = await minute(recent)
  const contentOf = (drafts: readonly Draft[]) =>
    giftsOf(drafts).flatMap(({ user, gift, count }) => (count > 0 ? [[user, gift, count]] : []))
  expect(contentOf(second)).toEqual(contentOf(first))
  expect(contentOf(first).length).toBeGreaterThan(20)
  const ids = [...idsOf(first), ...idsOf(second)]
  expect(new Set(ids).size).toBe(ids.length)
})

test('only the end of a streak has an id of its own: other events get one from their position', async () => {
  const said = await minute()
  const named = said.filter(({ id }) => id !== undefined)
  expect(named.length).toBeGreaterThan(0)
  for (const one of named) expect(one).toMatchObject({ type: 'gift', combo: { final: true } })
})
