import './danmu-chat/danmu-chat.ts'
import './danmu-enter/danmu-enter.ts'
import './danmu-gift/danmu-gift.ts'
import './danmu-rank/danmu-rank.ts'
import './danmu-stats/danmu-stats.ts'
import './danmu-superchat/danmu-superchat.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { oddMessages } from '../../proto/feed/odd-event.fake.ts'
import { wordsFor } from '../locale/index.ts'
import { overlayWords } from '../locale/overlay.ts'
import { eventGoldens } from './base/golden.fake.ts'
import { rendered, useFakePage } from './base/page.fake.ts'
import { commentOf } from './danmu-overlay/comment-of.ts'

const page = useFakePage()
const shown = {
  'danmu-chat': 'chat',
  'danmu-enter': 'enter',
  'danmu-gift': 'gift',
  'danmu-rank': 'rank',
  'danmu-stats': 'stats',
  'danmu-superchat': 'superchat',
} as const

beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())
afterEach(() => void vi.restoreAllMocks())

type Element = HTMLElement & { push: (event: FeedEvent) => void; clear: () => void }

const textOf = ({ shadowRoot }: Element): string => shadowRoot?.textContent ?? ''

test.each(Object.entries(shown))(
  'L16 <%s> survives every event with any field odd, and shows the next one',
  async (name, type) => {
    const element = await page.show<Element>(`<${name}></${name}>`)
    const golden = eventGoldens.find(([, event]) => event.type === type)?.[1]
    if (!golden) throw new Error(`no golden event of type ${type}`)
    element.push({ ...golden, id: 'first' })
    await rendered(element)
    const text = textOf(element)
    let pushed = 0
    for (const [, event] of eventGoldens) {
      for (const { message } of oddMessages(event)) {
        const odd = message as FeedEvent // as a relay sent it that breaks the contract
        const id = typeof odd.id === 'string' ? { id: `odd:${pushed++}` } : {}
        element.push({ ...odd, ...id })
      }
      await rendered(element)
    }
    expect(pushed).toBeGreaterThan(1000)
    element.clear()
    await rendered(element)
    vi.advanceTimersByTime(120_000) // queues of greetings and cards end
    await rendered(element)
    element.clear()
    element.push({ ...golden, id: 'last' })
    await rendered(element)
    expect(textOf(element)).toBe(text)
  },
)

test('L16 each event with a field odd gives a comment with a text, or none', () => {
  const comments = eventGoldens.flatMap(([, golden]) =>
    [...oddMessages(golden)].flatMap(({ message }) => {
      try {
        return commentOf(message as FeedEvent, wordsFor(overlayWords, 'zh-CN')) ?? []
      } catch {
        return [] // the element reports it
      }
    }),
  )
  expect(comments.length).toBeGreaterThan(100)
  expect(comments.every(({ text }) => typeof text === 'string')).toBe(true)
})
