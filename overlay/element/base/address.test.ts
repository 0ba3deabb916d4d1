import { expect, test } from 'vitest'
import { ownAddress, pictureAddress } from './address.ts'

test.each([
  ['https://i0.hdslb.com/a.png', 'https://i0.hdslb.com/a.png'],
  ['http://i0.hdslb.com/a.png', undefined],
  ['data:image/png;base64,AA==', undefined],
  ['javascript:alert(1)', undefined],
  ['//host/a.png', undefined],
  ['', undefined],
  [undefined, undefined],
])('a picture at %j is asked for at %j', (address, expected) => {
  expect(pictureAddress(address)).toBe(expected)
})

test.each([
  ['rocket.webm', 'http://localhost:8787/fx/rocket.webm'],
  ['https://cdn.example/rocket.webm', 'https://cdn.example/rocket.webm'],
  ['http://elsewhere.example/rocket.webm', undefined],
  ['javascript:alert(1)', undefined],
  ['http://', undefined],
])('a file of the page at %j is asked for at %j', (address, expected) => {
  expect(ownAddress(address, 'http://localhost:8787/fx/page.html')).toBe(expected)
})
