import { expect, test } from 'vitest'
import { FeedClient } from './client.ts'
import { createFakeIo } from './io.fake.ts'
import { createPool } from './pool.ts'

test('users of one address share a connection, and the last release closes it', () => {
  const io = createFakeIo()
  const pool = createPool((address) => new FeedClient(address, io))
  const first = pool.lease('ws://h/a')
  const second = pool.lease('ws://h/a')
  expect(first.client).toBe(second.client)
  expect(io.sockets).toHaveLength(1)
  first.release()
  first.release()
  expect(io.last().closed).toBe(false)
  second.release()
  expect(io.last().closed).toBe(true)
})

test('another address, and a released address, get a connection of their own', () => {
  const io = createFakeIo()
  const pool = createPool((address) => new FeedClient(address, io))
  pool.lease('ws://h/a').release()
  pool.lease('ws://h/a')
  pool.lease('ws://h/b')
  expect(io.sockets.map(({ address }) => address)).toEqual(['ws://h/a', 'ws://h/a', 'ws://h/b'])
})

test('A3 users share a connection only if all of them have the same way to get tickets', () => {
  const io = createFakeIo()
  const pool = createPool((address) => new FeedClient(address, io))
  const ways = [undefined, 'https://h/t', 'https://h/t', async () => 'a', async () => 'b']
  const clients = ways.map((tickets) => pool.lease('ws://h/a', tickets).client)
  expect(clients.map((client) => clients.indexOf(client))).toEqual([0, 1, 1, 3, 3])
})
