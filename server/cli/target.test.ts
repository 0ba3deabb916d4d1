import { expect, test } from 'vitest'
import { serverAddress } from './target.ts'

test('the default server is that on this machine, at the port of PORT', () => {
  expect(serverAddress(undefined, {})).toBe('http://localhost:8787')
  expect(serverAddress(undefined, { PORT: '9000' })).toBe('http://localhost:9000')
  expect(serverAddress('https://relay.example/', { PORT: '9000' })).toBe('https://relay.example')
})
