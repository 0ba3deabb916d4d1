import { expect, test } from 'vitest'
import { machineAddresses } from './machine-address.ts'

const one = { netmask: '', mac: '', cidr: null }

test('D7 the addresses of a machine are those that other machines can reach', () => {
  const interfaces = {
    lo: [{ ...one, family: 'IPv4' as const, internal: true, address: '127.0.0.1' }],
    eth0: [
      { ...one, family: 'IPv4' as const, internal: false, address: '192.168.1.5' },
      { ...one, family: 'IPv6' as const, internal: false, address: 'fe80::1', scopeid: 2 },
    ],
    eth1: [{ ...one, family: 'IPv4' as const, internal: false, address: '169.254.3.4' }],
    tun0: undefined,
  }
  expect(machineAddresses(interfaces)).toEqual(['192.168.1.5'])
  expect(machineAddresses({})).toEqual([])
})
