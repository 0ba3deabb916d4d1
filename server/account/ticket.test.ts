import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createTickets } from './ticket.ts'

async function start() {
  const clock = createFakeClock()
  return { clock, tickets: await createTickets(clock) }
}

test('a ticket identifies its room and its requester, once (T-REPLAY)', async () => {
  const { tickets, clock } = await start()
  const { ticket, expiresAt } = await tickets.issue('quiet', 'token-7')
  expect(expiresAt).toBe(clock.now() + 60_000)
  expect(await tickets.take(ticket)).toEqual({ kind: 'ticket', room: 'quiet', by: 'token-7' })
  expect(await tickets.take(ticket)).toBeUndefined()
})

test('a ticket of the owner names no token, and needs no escape in a URL', async () => {
  const { tickets } = await start()
  const { ticket } = await tickets.issue('bilibili:21452505', undefined)
  expect(new URL(`http://x/?ticket=${ticket}`).searchParams.get('ticket')).toBe(ticket)
  expect(await tickets.take(ticket)).toEqual({ kind: 'ticket', room: 'bilibili:21452505' })
})

test('two uses at the same moment: one succeeds', async () => {
  const { tickets } = await start()
  const { ticket } = await tickets.issue('quiet', undefined)
  const taken = await Promise.all(Array.from({ length: 20 }, () => tickets.take(ticket)))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test('after a minute it is invalid', async () => {
  const { tickets, clock } = await start()
  const [a, b] = [await tickets.issue('quiet', undefined), await tickets.issue('quiet', undefined)]
  clock.advance(59_999)
  expect(await tickets.take(a.ticket)).toBeDefined()
  clock.advance(1)
  expect(await tickets.take(b.ticket)).toBeUndefined()
})

test('every character counts (T-SIGN-1)', async () => {
  const { tickets } = await start()
  const { ticket } = await tickets.issue('quiet', 'token-7')
  for (let i = 0; i < ticket.length; i++) {
    const other = ticket[i] === '0' ? '1' : '0'
    expect(
      await tickets.take(`${ticket.slice(0, i)}${other}${ticket.slice(i + 1)}`),
    ).toBeUndefined()
  }
  for (const text of ['', '~', `${ticket}0`, ` ${ticket}`, ticket.toUpperCase()]) {
    expect(await tickets.take(text)).toBeUndefined()
  }
  expect(await tickets.take(ticket)).toBeDefined()
})

test('a ticket of an earlier process is invalid', async () => {
  const { tickets, clock } = await start()
  const { ticket } = await tickets.issue('quiet', undefined)
  expect(await (await createTickets(clock)).take(ticket)).toBeUndefined()
})

test('M8: twenty tickets of a revoked token open nothing, those of others do', async () => {
  const { tickets, clock } = await start()
  const issue = (by: string | undefined) =>
    Promise.all(Array.from({ length: 20 }, () => tickets.issue('quiet', by)))
  const [revoked, others, owners] = [await issue('t'), await issue('u'), await issue(undefined)]
  tickets.revoke('t')
  const opened = async (some: readonly { ticket: string }[]) => {
    const taken = await Promise.all(some.map(({ ticket }) => tickets.take(ticket)))
    return taken.filter((caller) => caller !== undefined).length
  }
  expect([await opened(revoked), await opened(others), await opened(owners)]).toEqual([0, 20, 20])
  clock.advance(60_000) // all its tickets have expired, remembered or not
  tickets.revoke('v')
  expect(await opened(revoked)).toBe(0)
})
