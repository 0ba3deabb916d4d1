import { render } from 'lit'
import { expect, test } from 'vitest'
import { closeCodes, problemCodes, reasonCodes } from '../../proto/feed/index.ts'
import { type FeedState, initialState } from '../client/reduce.ts'
import { fakeEvent } from '../element/base/event.fake.ts'
import { awayText } from '../locale/connection.ts'
import { detailsView } from './details.ts'
import { eventText } from './event-text.ts'
import { namedRefusalText } from './named-overlay.ts'
import { roomHealth } from './room-health.ts'
import { troubleView } from './problem-view.ts'

const english = 'English of the server'
const languages = ['zh-CN', 'en'] as const
const states = ['connecting', 'open', 'stalled', 'blocked', 'ended', 'failed'] as const

test.each(languages)('B13 in %s no text repeats the words of the server', (language) => {
  const sources = [...reasonCodes, 'of-a-newer-relay', undefined].flatMap((reasonCode) =>
    states.map((state) =>
      fakeEvent('source', { state, reason: english, ...(reasonCode && { reasonCode }) }),
    ),
  )
  const health = (over: Partial<FeedState>): string =>
    roomHealth({ ...initialState, ...over }, language).text
  const closes = Object.values(closeCodes).flatMap((code) => {
    const refused = { kind: 'refused', code, reason: english } as const
    const waiting = { ...refused, kind: 'waiting', delayMs: 1 } as const
    return [
      awayText(refused, language),
      namedRefusalText(refused, language),
      health({ status: refused }),
      health({ status: waiting }),
    ]
  })
  const texts = [
    ...closes,
    ...sources.map((source) => eventText(source, language).text),
    ...sources.map((source) => health({ status: { kind: 'open' }, sources: { toy: { source } } })),
  ]
  expect(texts.filter((text) => text === '' || text.includes(english))).toEqual([])
})

test.each(languages)(
  'B13 in %s a refusal has the words of the server behind details',
  (language) => {
    for (const code of [...problemCodes, 'of-a-newer-server']) {
      const box = document.createElement('div')
      const problem = { status: 409, code, details: english }
      render(troubleView({ kind: 'refused', problem }, language), box)
      const details = box.querySelector('details')
      expect(details?.open).toBe(false)
      expect(details?.textContent).toContain(english)
      details?.remove()
      expect(box.textContent).not.toContain(english)
      expect(box.textContent?.trim()).not.toBe('')
    }
    const box = document.createElement('div')
    render(detailsView(undefined, language), box)
    expect(box.querySelector('details')).toBeNull()
  },
)
