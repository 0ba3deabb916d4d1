import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  burstComments,
  burstMs,
  type CommentRules,
  type CommentScene,
  decideComment,
  defaultRules,
  type SentComment,
} from './comment-rules.ts'

const rules = defaultRules
const author = { exempt: false, accountAgeMs: 1_000, follows: false, recent: [] }
const now = 1_000_000

type Changes = {
  readonly rules?: Partial<CommentRules>
  readonly author?: Partial<CommentScene['author']>
  readonly state?: CommentScene['state']
  readonly now?: number
}

const scene = (changes: Changes = {}): CommentScene => ({
  state: changes.state ?? 1,
  now: changes.now ?? now,
  rules: { ...rules, ...changes.rules },
  author: { ...author, ...changes.author },
})
const refusal = (text: string, changes?: Changes) => decideComment(text, scene(changes)).refused
const sentAt = (...times: readonly number[]): readonly SentComment[] =>
  times.map((at) => ({ at, folded: 'earlier' }))

test('S4-41 comments are accepted in the states 1 and 2, and before the start if the room allows it', () => {
  expect(([0, 1, 2, 3] as const).map((state) => refusal('hi', { state })?.cause)).toEqual([
    'not-started',
    undefined,
    undefined,
    'ended',
  ])
  expect(refusal('hi', { state: 0, rules: { beforeStart: true } })).toBeUndefined()
})

test('S4-33 a comment has 1 to 200 characters after trimming', () => {
  expect(decideComment('  hi  ', scene())).toMatchObject({ text: 'hi' })
  expect(refusal('   ')?.cause).toBe('empty')
  expect(refusal('x'.repeat(201))?.cause).toBe('too-long')
  expect(refusal(` ${'龙'.repeat(200)} `)).toBeUndefined()
  expect(refusal('🐉'.repeat(200))).toBeUndefined()
})

test('S4-34 an author sends three comments in two seconds, and is told how long to wait', () => {
  const recent = sentAt(now - 1_500, now - 1_000, now - 10)
  expect(refusal('hi', { author: { recent } })).toEqual({ cause: 'too-fast', waitMs: 500 })
  expect(refusal('hi', { author: { recent }, now: now + 500 })).toBeUndefined()
})

test('S4-34 slow mode names its own wait, the longer one of both', () => {
  const recent = sentAt(now - 1_000)
  const slow = { rules: { slowMs: 30_000 }, author: { recent } }
  expect(refusal('hi', slow)).toEqual({ cause: 'slow-mode', waitMs: 29_000 })
})

test('a clock that goes back makes no author wait longer than the rule', () => {
  const recent = sentAt(now + 9e9)
  const slow = { rules: { slowMs: 30_000 }, author: { recent } }
  expect(refusal('hi', slow)?.waitMs).toBe(30_000)
})

test.each([
  ['banned', {}, undefined],
  ['muted', { until: now + 60_000 }, 60_000],
] as const)('a %s author is refused, with the wait if it ends', (cause, restriction, waitMs) => {
  expect(refusal('hi', { author: { restriction } })).toEqual({
    cause,
    ...(waitMs !== undefined && { waitMs }),
  })
})

test('a mute ends by itself', () => {
  expect(refusal('hi', { author: { restriction: { until: now } } })).toBeUndefined()
})

test('rules on the age of the account and on followers refuse with their cause', () => {
  expect(refusal('hi', { rules: { minAccountAgeMs: 5_000 } })).toEqual({
    cause: 'account-too-new',
    waitMs: 4_000,
  })
  expect(refusal('hi', { rules: { followersOnly: true } })?.cause).toBe('followers-only')
  expect(
    refusal('hi', { rules: { followersOnly: true }, author: { follows: true } }),
  ).toBeUndefined()
})

test('links, blocked words and repetitions are refused where the room says so', () => {
  const recent = [{ at: now - 10_000, folded: 'hello' }]
  expect(refusal('x.com', { rules: { noLinks: true } })?.cause).toBe('link')
  expect(refusal('a Spam!', { rules: { blockedWords: ['spam'] } })?.cause).toBe('blocked-word')
  expect(refusal('HELLO', { rules: { noRepeats: true }, author: { recent } })).toEqual({
    cause: 'repeated',
    waitMs: 20_000,
  })
  expect(refusal('x.com Spam hello', { author: { recent } })).toBeUndefined()
})

test('hosts and moderators are exempt from every rule except the state and the length', () => {
  const strict = { slowMs: 9e5, followersOnly: true, noLinks: true, blockedWords: ['x'] }
  const recent = sentAt(now, now, now)
  const host = { exempt: true, restriction: {}, recent }
  expect(refusal('x.com', { rules: strict, author: host })).toBeUndefined()
  expect(refusal('', { rules: strict, author: host })?.cause).toBe('empty')
  expect(refusal('x', { state: 3, author: host })?.cause).toBe('ended')
})

test('S4-34 of any tries, no window of two seconds holds four comments, and a wait is exact', () => {
  const pauses = fc.array(fc.nat(1_500), { maxLength: 60 })
  fc.assert(
    fc.property(pauses, fc.nat(4_000), (delays, slowMs) => {
      const recent: SentComment[] = []
      const inexact: unknown[] = []
      let at = now
      for (const delay of delays) {
        at += delay
        const of = (when: number) =>
          decideComment('hi', scene({ now: when, rules: { slowMs }, author: { recent } }))
        const decision = of(at)
        if (decision.refused === undefined) recent.push(decision.sent)
        const { waitMs } = decision.refused ?? {}
        if (waitMs === undefined) continue
        if (of(at + waitMs).refused || !of(at + waitMs - 1).refused) inexact.push([at, waitMs])
      }
      expect(inexact).toEqual([])
      for (const [index, { at: last }] of recent.entries()) {
        const first = recent[index - burstComments]?.at ?? -Infinity
        expect(last - first).toBeGreaterThanOrEqual(burstMs)
        const before = recent[index - 1]?.at ?? -Infinity
        expect(last - before).toBeGreaterThanOrEqual(slowMs)
      }
    }),
  )
})
