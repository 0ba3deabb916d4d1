import { expect, test } from 'vitest'
import { startFakeBilibili } from '../fake/bilibili/index.ts'
import { makeTruth } from '../fake/bilibili/truth.ts'
import { startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

test('S3-21 S3-18 /metrics counts events, messages left out, repeated messages and unreadable ones', async () => {
  const fake = await startFakeBilibili()
  const env = { ENDPOINTS: JSON.stringify({ bilibili: fake.endpoints }) }
  const server = await startServerProcess(env)
  const count = async (name: string, labels: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}}`))
    return Number(line?.split(' ').at(-1) ?? 0)
  }
  await fetch(`${server.url}/rooms/bilibili:1`)
  await fake.ledger.until('heartbeat', 1)
  const truth = makeTruth(30)
  fake.comet.deliveries = 2
  fake.comet.say([...truth.messages, { cmd: 'STOP_LIVE_ROOM_LIST', data: { room_id_list: [1] } }])
  fake.comet.sendFrame(Buffer.from('garbage that is no packet at all'))
  const bilibili = 'platform="bilibili"'
  await until(async () => {
    expect(await count('danmu_relay_decode_errors_total', `${bilibili},reason="bad-frame"`)).toBe(1)
  })
  const chats = await count('danmu_relay_events_total', `${bilibili},kind="chat"`)
  expect(chats).toBe(truth.chatIds.length)
  expect(await count('danmu_relay_left_out_total', bilibili)).toBe(1)
  expect(await count('danmu_relay_redelivered_total', bilibili)).toBe(31)
  await server.end()
  await fake.close()
})
