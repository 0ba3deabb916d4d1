import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatEvent, createFakeIo, helloFrame } from './io.fake.ts'
import { openFeed } from './feed.fake.ts'

// A server that stores the last ten events of a room, which starts a new epoch at times.
const kept = 10

interface Life {
  readonly life: number
  readonly head: number
}

function answerTo(since: string, { life, head }: Life): readonly unknown[] {
  const [epoch, digits] = since.split(':')
  const oldest = Math.max(0, head - kept)
  const known = epoch === `e${life}`
  const gap =
    known && Number(digits) >= oldest
      ? []
      : [
          known
            ? { frame: 'gap', from: Number(digits) + 1, to: oldest, reason: 'expired' }
            : { frame: 'gap', from: 1, to: oldest, reason: 'epoch', epoch: `e${life}` },
        ]
  const seq = gap.length === 0 ? Number(digits) : oldest
  const events = Array.from({ length: head - seq }, (_, i) => chatEvent(seq + i + 1))
  const resumed = gap.length === 0
  return [helloFrame({ epoch: `e${life}`, seq, head, resumed }), ...gap, ...events]
}

test('cut between any two messages, a feed delivers every event once or reports the gap', () => {
  const round = fc.record({ published: fc.nat(15), reborn: fc.boolean(), received: fc.nat(16) })
  fc.assert(
    fc.property(fc.array(round, { maxLength: 40 }), (rounds) => {
      const io = createFakeIo()
      const feed = openFeed(io)
      let now: Life = { life: 1, head: 0 }
      const happened: string[] = []
      const reported: string[] = []
      feed.on('event', (_event, { position }) => reported.push(position))
      feed.on('gap', ({ from, to, epoch }) => {
        if (epoch !== undefined) reported.push(...happened.filter((one) => !one.startsWith(epoch)))
        for (let seq = from; seq <= to; seq++) reported.push(`e${now.life}:${seq}`)
      })
      io.last().send(helloFrame({ epoch: 'e1' }))
      const comeBack = (): readonly unknown[] => {
        io.last().end(1006)
        feed.retry()
        return answerTo(new URL(io.last().address).searchParams.get('since') ?? '', now)
      }
      for (const { published, reborn, received } of [...rounds, { ...end, received: Infinity }]) {
        if (reborn) now = { life: now.life + 1, head: 0 }
        for (let i = 0; i < published; i++) {
          now = { ...now, head: now.head + 1 }
          happened.push(`e${now.life}:${now.head}`)
        }
        for (const message of comeBack().slice(0, received)) io.last().send(message)
      }
      expect(happened.filter((one) => !reported.includes(one))).toEqual([])
    }),
  )
})

const end = { published: 1, reborn: false }

test('and delivers none twice', () => {
  const cuts = fc.array(fc.record({ published: fc.nat(9), received: fc.nat(12) }), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(cuts, (rounds) => {
      const io = createFakeIo()
      const feed = openFeed(io)
      const seqs: number[] = []
      const missed: number[] = []
      feed.on('event', ({ seq }) => seqs.push(seq))
      feed.on('gap', ({ from, to }) => {
        for (let seq = from; seq <= to; seq++) missed.push(seq)
      })
      io.last().send(helloFrame())
      let head = 0
      for (const { published, received } of [...rounds, { published: 1, received: Infinity }]) {
        head += published
        io.last().end(1006)
        feed.retry()
        const since = new URL(io.last().address).searchParams.get('since') ?? ''
        const answer = answerTo(since, { life: 1, head })
        for (const message of answer.slice(0, received)) io.last().send(message)
      }
      const all = new Set([...seqs, ...missed])
      expect(all.size).toBe(head)
      expect(seqs.length + missed.length).toBe(head)
      expect(seqs.every((seq, i) => seq > (seqs[i - 1] ?? 0))).toBe(true)
    }),
  )
})
