import { expect, test } from 'vitest'
import { isConfigured, readRooms, switched } from './room-list.ts'

test('rooms that are open and configured ones that are not are one list', () => {
  const body = {
    rooms: [
      { id: 'demo:busy', head: 9, readers: 2, state: [] },
      { id: 'night', title: '夜', head: 1, readers: 0, listening: { open: true, why: 'always' } },
    ],
    closed: [{ id: 'day', listening: { open: false, why: 'schedule' } }],
  }
  const rooms = readRooms(body)
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

test('a source says how it stands, and what a better login would add', () => {
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
  expect(readRooms({ rooms: [{ id: 'night', sources: [source] }] })[0]?.sources).toEqual([
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

test('a source that did not begin yet is heard as a guest would', () => {
  const offers = [
    { login: 'guest', limits: ['masked'], gives: 'little' },
    { login: 'account', limits: [], gives: 'more' },
  ]
  const source = { source: 'bilibili:1', limits: [], offers }
  const [room] = readRooms({ rooms: [{ id: 'night', sources: [source] }] })
  expect(room?.sources[0]?.gains.map(({ lifted }) => lifted)).toEqual([['masked']])
})

test('an answer that is no list is no room', () => {
  expect(readRooms(undefined)).toEqual([])
  expect(readRooms({ rooms: [7, {}] })).toEqual([])
})
