import { expect, test } from 'vitest'
import { isConfigured, listRooms, switched } from './room-list.ts'

/** Reads JSON of the server, in which some fields are missing. */
const read = (body: object) => listRooms(body)

test('open rooms and configured rooms that are closed are one list', () => {
  const body = {
    rooms: [
      { id: 'demo:busy', head: 9, readers: 2, state: [] },
      { id: 'night', title: '夜', head: 1, readers: 0, listening: { open: true, why: 'always' } },
    ],
    closed: [{ id: 'day', listening: { open: false, why: 'schedule' } }],
  }
  const rooms = read(body)
  const none = { readers: 0, head: 0, sources: [], scheduled: false }
  expect(rooms).toEqual([
    { ...none, id: 'demo:busy', open: true, readers: 2, head: 9 },
    { ...none, id: 'night', open: true, head: 1, title: '夜' },
    { ...none, id: 'day', open: false, scheduled: true },
  ])
  expect(rooms.map(isConfigured)).toEqual([false, true, true])
  expect(rooms.map(switched)).toEqual([
    { enabled: false },
    { enabled: false },
    { override: 'open' },
  ])
})

test('a source has its state and the gain of a better login', () => {
  const source = {
    source: 'bilibili:1',
    state: 'open',
    login: 'guest',
    limits: ['masked', 'sampled'],
    offers: [
      { login: 'guest', limits: ['masked', 'sampled'], gives: 'little' },
      { login: 'account', limits: ['sampled'], gives: 'more' },
      { login: 'app', limits: [], gives: 'all' },
    ],
  }
  expect(read({ rooms: [{ id: 'night', sources: [source] }] })[0]?.sources).toEqual([
    {
      source: 'bilibili:1',
      state: 'open',
      gains: [
        { login: 'account', lifted: ['masked'] },
        { login: 'app', lifted: ['masked', 'sampled'] },
      ],
    },
  ])
})

test('a source without a state yet counts as received by a guest', () => {
  const offers = [
    { login: 'guest', limits: ['masked'], gives: 'little' },
    { login: 'account', limits: [], gives: 'more' },
  ]
  const source = { source: 'bilibili:1', limits: [], offers }
  const [room] = read({ rooms: [{ id: 'night', sources: [source] }] })
  expect(room?.sources[0]?.gains.map(({ lifted }) => lifted)).toEqual([['masked']])
})
