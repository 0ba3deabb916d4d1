import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { isLoopbackAddress, networkOf, parseNetwork } from './address.ts'
import { createProxies, clientAddress } from './client-address.ts'

const proxies = createProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
const behind = { proxies, local: false }

function from(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage
}

test.each([
  ['a direct client has its own address', '203.0.113.9', undefined, '203.0.113.9'],
  ['the header of a direct client is ignored', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
  ['the header of a proxy names the client', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['an address left of the client is ignored', '10.1.1.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['several proxies are skipped', '127.0.0.1', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
  ['an invalid entry ends the search', '10.1.1.1', '203.0.113.9, unknown', '10.1.1.1'],
  ['a proxy without the header counts itself', '10.1.1.1', undefined, '10.1.1.1'],
  ['IPv4 on an IPv6 socket is IPv4', '::ffff:10.1.1.1', '203.0.113.9', '203.0.113.9'],
  ['a port is removed', '10.1.1.1', '203.0.113.9:4711', '203.0.113.9'],
  ['brackets of IPv6 are removed', 'fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
])('%s', (_name, socket, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(clientAddress(from(socket, headers), behind).address).toBe(address)
})

test('only a trusted proxy can report TLS', () => {
  const headers = { 'x-forwarded-proto': 'https' }
  expect(clientAddress(from('127.0.0.1', headers), behind).secure).toBe(true)
  expect(clientAddress(from('203.0.113.9', headers), behind).secure).toBe(false)
  expect(clientAddress(from('127.0.0.1'), behind).secure).toBe(false)
})

test.each([
  ['nothing', {}, true],
  ['X-Forwarded-For', { 'x-forwarded-for': '203.0.113.9' }, false],
  ['X-Forwarded-Proto', { 'x-forwarded-proto': 'https' }, false],
  ['X-Forwarded-Anything', { 'x-forwarded-anything': '' }, false],
  ['Forwarded', { forwarded: 'for=203.0.113.9' }, false],
  ['X-Real-IP', { 'x-real-ip': '203.0.113.9' }, false],
  ['Via', { via: '1.1 proxy' }, false],
])('A2 L3: a request with %s is from this machine: %j', (_name, headers, local) => {
  const none = { proxies: createProxies([]), local: true }
  expect(clientAddress(from('127.0.0.1', headers), none).local).toBe(local)
  expect(clientAddress(from('127.0.0.1', headers), { ...none, local: false }).local).toBe(false)
})

test.each([
  ['the proxy sends no header', undefined],
  ['the header is invalid', 'unknown'],
  ['the header is empty', ', ,'],
  ['the header names this machine', '127.0.0.1'],
])('L4: if %s, the address of the proxy counts', (_name, forwarded) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(clientAddress(from('127.0.0.1', headers), behind)).toMatchObject({
    address: '127.0.0.1',
    local: false,
  })
})

test('A2: a request under the public name came over TLS, whatever the proxy reports', () => {
  const known = { ...behind, httpsHostName: 'relay.example' }
  for (const host of ['relay.example', 'Relay.Example:443']) {
    expect(clientAddress(from('203.0.113.9', { host }), known).secure).toBe(true)
  }
  expect(clientAddress(from('203.0.113.9', { host: 'localhost:8787' }), known).secure).toBe(false)
  expect(clientAddress(from('203.0.113.9', { host: 'relay.example' }), behind).secure).toBe(false)
})

test.each([
  ['10.0.0.0/8', true],
  ['::1', true],
  ['2001:db8::/129', false],
  ['10.0.0.0/33', false],
  ['10.0.0', false],
  ['10.0.0.0/', false],
  ['10.1', false],
  ['010.0.0.1', false],
  ['example.org', false],
  ['', false],
])('%j as a network: %j', (text, valid) => {
  expect(parseNetwork(text) !== undefined).toBe(valid)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['127.evil.example', false],
  ['128.0.0.1', false],
  ['', false],
])('%j is of this machine: %j', (address, own) => {
  expect(isLoopbackAddress(address)).toBe(own)
})
