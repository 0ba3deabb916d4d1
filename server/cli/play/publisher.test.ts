import { expect, test } from 'vitest'
import { createPublisher } from './publisher.ts'

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers })
const shown = json(200, { epoch: 'e', events: [{ id: 'test:a', seq: 1 }, { id: 'test:b' }] })
const busy = json(429, { detail: 'too much' }, { 'retry-after': '3' })
const away = json(503, { detail: 'not ready' })
const chat = { type: 'chat', text: 'a' } as const

function start(answers: readonly (Response | Error)[], stopped = false) {
  const left = answers.map((one) => (one instanceof Error ? one : one.clone()))
  const requests: { url: string; init: RequestInit }[] = []
  const slept: number[] = []
  const publish = createPublisher(
    { server: 'http://relay.example:8787', room: 'demo:busy', token: 'secret' },
    {
      fetch: (url, init) => {
        requests.push({ url, init })
        const answer = left.shift() ?? new Error('nothing more was expected')
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
      },
      sleep: (delayMs) => {
        slept.push(delayMs)
        return Promise.resolve()
      },
      stopped: () => stopped,
    },
  )
  return { publish, requests, slept }
}

test('events are sent to the room, with the token in a header', async () => {
  const { publish, requests } = start([shown])
  expect(await publish([chat])).toBe(1)
  expect(requests).toMatchObject([
    {
      url: 'http://relay.example:8787/api/rooms/demo%3Abusy/events',
      init: { method: 'POST', headers: { authorization: 'Bearer secret' } },
    },
  ])
  expect(requests[0]?.init.body).toBe(JSON.stringify({ events: [chat] }))
})

test('a batch is sent again after each 429, without a limit', async () => {
  const { publish, requests, slept } = start([...Array<Response>(9).fill(busy), shown])
  expect(await publish([chat])).toBe(1)
  expect(slept).toEqual(Array<number>(9).fill(3000))
  expect(new Set(requests.map(({ init }) => init.body)).size).toBe(1)
})

test('a batch is sent again to an unavailable server, a limited number of times', async () => {
  const back = start([new Error('ECONNREFUSED'), away, shown])
  expect(await back.publish([chat])).toBe(1)
  const gone = start(Array.from({ length: 9 }, () => new Error('ECONNREFUSED')))
  await expect(gone.publish([chat])).rejects.toThrow('at http://relay.example:8787')
  expect(gone.requests).toHaveLength(6)
  const never = start(Array<Response>(9).fill(away))
  await expect(never.publish([chat])).rejects.toThrow('503: not ready')
})

test('A4 the message for a missing token names the variable and the source of tokens', async () => {
  const { publish } = start([json(401, { detail: 'token missing' })])
  await expect(publish([chat])).rejects.toThrow(
    /401: token missing\nDANMU_TOKEN is not accepted: set it to the owner token .*events:write/,
  )
})

test('a refusal is reported at once with the message of the server', async () => {
  const { publish, requests } = start([json(403, { detail: 'this needs the scope events:write' })])
  await expect(publish([chat])).rejects.toThrow('403: this needs the scope events:write')
  expect(requests).toHaveLength(1)
})

test('a stop ends a wait at once', async () => {
  const { publish, slept } = start([busy], true)
  expect(await publish([chat])).toBeUndefined()
  expect(slept).toEqual([])
})
