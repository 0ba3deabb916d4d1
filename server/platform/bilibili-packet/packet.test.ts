import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { authenticationPacket, encodePacket, heartbeatPacket } from './packet.ts'

const captured = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../bilibili/fixture/frame', `${name}.bin`))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('S3-3 the shortest authentication packet is the known 32 bytes', () => {
  expect(hex(authenticationPacket('{"roomid":23051}'))).toBe(
    `00000020001000010000000700000001${Buffer.from('{"roomid":23051}').toString('hex')}`,
  )
})

test('the body of an authentication packet is sent unchanged', () => {
  const body = captured('auth-client-guest').subarray(16).toString()
  expect(hex(authenticationPacket(body))).toBe(hex(captured('auth-client-guest')))
})

test('S3-5 a heartbeat is the packet the web player sends', () => {
  expect(hex(heartbeatPacket('[object Object]'))).toBe(hex(captured('heartbeat-client.real')))
  expect(hex(heartbeatPacket())).toBe(hex(captured('heartbeat-client-empty')))
})

test('a length counts bytes, not characters', () => {
  const body = new TextEncoder().encode('弹幕')
  const packet = encodePacket({ version: 0, operation: 5, body })
  expect(Buffer.from(packet).readUInt32BE(0)).toBe(16 + 6)
})
