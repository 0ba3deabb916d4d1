import { afterEach, expect, test } from 'vitest'
import { initialState, type FeedState } from '../../../client/reduce.ts'
import { RoomState } from './room-state.ts'

afterEach(() => document.body.replaceChildren())

async function textOf(over: Partial<RoomState>): Promise<string> {
  const element = new RoomState()
  Object.assign(element, { lang: 'en', room: 'demo:busy', ...over })
  document.body.append(element)
  await element.updateComplete
  const pieces = document.createTreeWalker(element.shadowRoot!, NodeFilter.SHOW_TEXT)
  const texts: string[] = []
  while (pieces.nextNode()) texts.push(pieces.currentNode.textContent!.trim())
  return texts.filter((text) => text !== '').join(' ')
}

const open: FeedState = { ...initialState, status: { kind: 'open' } }

test('an open room tells its last event and its rate', async () => {
  expect(await textOf({ state: open, quietSeconds: 3, rate: 12.5 })).toBe(
    'demo:busy Connected Last event 3 s ago 12.5 events/s',
  )
})

test('a source in trouble, what was lost and what logging in would add are not hidden', async () => {
  const source = {
    type: 'source',
    v: 1,
    seq: 1,
    id: 's',
    room: 'demo:busy',
    source: 'demo:busy',
    at: 0,
    receivedAt: 0,
    state: 'blocked',
    limits: ['masked'],
  } as const
  const state = { ...open, missed: 7, sources: { 'demo:busy': { source } } }
  expect(await textOf({ state })).toContain(
    '7 missing the platform refused us the platform hides who viewers are; logging in shows them',
  )
})

test('how much of the chat arrives is said in words', async () => {
  const envelope = { v: 1, seq: 1, room: 'r', source: 'bilibili:1', at: 0, receivedAt: 0 } as const
  const source = { ...envelope, type: 'source', id: 's', state: 'open', login: 'guest' } as const
  const coverage = { share: 0.11, samples: 90, since: 0 }
  const stats = { ...envelope, type: 'stats', id: 't', coverage } as const
  const state = { ...open, sources: { 'bilibili:1': { source, stats } } }
  expect(await textOf({ state })).toContain(
    'about one line in nine of the chat arrives: log in to hear more',
  )
})

test('a refusal is told in the words of the server, with a way to try again', async () => {
  const status = { kind: 'refused', code: 4004, reason: 'no such room' } as const
  expect(await textOf({ state: { ...initialState, status } })).toBe(
    'demo:busy Cannot be opened The server did not open this room no such room Try again',
  )
})

test('a server that answers nothing is told apart from one that refuses', async () => {
  const status = { kind: 'waiting', delayMs: 500, reason: '' } as const
  const state = { ...initialState, status }
  expect(await textOf({ state, trouble: { kind: 'silence' } })).toContain('cannot be reached')
  expect(await textOf({ state, trouble: { kind: 'answer', text: 'too many' } })).toContain(
    'The server did not open this room too many',
  )
})

test('try again is an event for the page', async () => {
  const status = { kind: 'refused', code: 4001, reason: '' } as const
  let retries = 0
  document.body.addEventListener('room-retry', () => (retries += 1), { once: true })
  await textOf({ state: { ...initialState, status } })
  const button = document.querySelector('room-state')!.shadowRoot!.querySelector('button')!
  button.click()
  expect(retries).toBe(1)
})
